import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import { storedPresets } from '../../objects/compute-size.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { tunedParameters } from './tuning.ts';

/** reference/catalog.md 3.1: shared_buffers, work_mem, maintenance_work_mem, effective_cache_size, wal_buffers, min/max_wal, connections, parallel. */
it.each([
  ['tiny', '131072kB', '1213kB', '32768kB', '393216kB', '3932kB', '128MB/512MB', '100', undefined],
  ['small', '262144kB', '1260kB', '65536kB', '786432kB', '7864kB', '1GB/4GB', '200', undefined],
  ['medium', '2097152kB', '10082kB', '524288kB', '6291456kB', '16384kB', '1GB/4GB', '200', '4/4/2/2'],
  ['large', '4194304kB', '20164kB', '1048576kB', '12582912kB', '16384kB', '1GB/4GB', '200', '8/8/4/4'],
  ['xlarge', '8388608kB', '39945kB', '2097152kB', '25165824kB', '16384kB', '1GB/4GB', '200', '10/10/4/4'],
  ['huge', '67108864kB', '289262kB', '2097152kB', '201326592kB', '16384kB', '1GB/4GB', '200', '32/32/4/4'],
] as const)('%s is tuned as the golden table says', (size, shared, work, maintenance, cache, wal, walSizes, connections, parallel) => {
  const preset = storedPresets[size];
  const found = tunedParameters({ memoryBytes: preset.memoryRequestedBytes, cpuMillis: preset.cpuRequestedMillis });
  expect([found.shared_buffers, found.work_mem, found.maintenance_work_mem, found.effective_cache_size, found.wal_buffers]).toEqual([
    shared,
    work,
    maintenance,
    cache,
    wal,
  ]);
  expect(`${found.min_wal_size}/${found.max_wal_size}`).toBe(walSizes);
  expect(found.max_connections).toBe(connections);
  const workers = [
    found.max_worker_processes,
    found.max_parallel_workers,
    found.max_parallel_workers_per_gather,
    found.max_parallel_maintenance_workers,
  ];
  expect(workers).toEqual(parallel ? parallel.split('/') : [undefined, undefined, undefined, undefined]);
});

const sample = (batteries?: Parameters<typeof kitchenSink>[0]['batteries']) =>
  render({ summary: kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny', ...(batteries && { batteries }) }) }).resources;

test("a user's password is made once beside the cluster, and copied where it is asked for", () => {
  const secrets = sample()
    .filter(({ kind, metadata }) => kind === 'GeneratedSecret' && metadata.name === 'cloudnative-pg.pg-main.reports')
    .map((secret) => GeneratedSecret.parse(secret));
  expect(secrets.map(({ metadata }) => metadata.namespace).sort()).toEqual(['battery-data', 'battery-traditional']);
  const [own, copy] = ['battery-data', 'battery-traditional'].map(
    (namespace) => secrets.find(({ metadata }) => metadata.namespace === namespace)?.spec,
  );
  expect(own).toMatchObject({
    type: 'kubernetes.io/basic-auth',
    keys: {
      password: { from: 'random', length: 24 },
      dsn: {
        from: 'template',
        template: 'postgresql://{username}:{password}@pg-main-rw.battery-data.svc.cluster.local:5432/app',
        encode: 'uri',
      },
    },
  });
  expect(copy?.keys.password).toEqual({
    from: 'secret',
    namespace: 'battery-data',
    name: 'cloudnative-pg.pg-main.reports',
    key: 'password',
  });
});

test('roles become attributes, and their negatives clear them', () => {
  const cluster = sample().find(({ kind, metadata }) => kind === 'Cluster' && metadata.name === 'pg-main');
  expect(cluster?.spec).toMatchObject({
    bootstrap: { initdb: { database: 'app', owner: 'app_owner', secret: { name: 'cloudnative-pg.pg-main.app-owner' } } },
    managed: {
      roles: [
        { name: 'app_owner', login: true },
        { name: 'reports', login: true, createdb: false, createrole: true },
      ],
    },
    enablePDB: false,
  });
});

test('with an authority the cluster uses its certificates, without one the operator makes its own', () => {
  const certificates = (batteries?: Parameters<typeof sample>[0]) =>
    sample(batteries).filter(({ kind, metadata }) => kind === 'Certificate' && metadata.name.startsWith('pg-main')).length;
  expect(certificates()).toBe(2);
  expect(certificates(['cloudnative_pg'])).toBe(0);
});
