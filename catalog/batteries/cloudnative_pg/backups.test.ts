import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { render } from '../../materialize.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { emptyFacts, type Summary } from '../../summary.ts';

const bucket = { bucket: 'backups', folder: 'production', serviceRoleArn: 'arn:aws:iam::123456789012:role/backup' };
const withPlugin = (config: Record<string, unknown> = bucket) =>
  kitchenSink({
    usage: 'production',
    provider: 'aws',
    size: 'tiny',
    batteries: ['cloudnative_pg_barman'],
    config: { cloudnative_pg_barman: config },
  });
const without = kitchenSink({ usage: 'production', provider: 'aws', size: 'tiny', batteries: ['cloudnative_pg'] });

const made = (summary: Summary, kind: string, name: string) =>
  render({ summary }).resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const ofBackups = (summary: Summary) =>
  render({ summary }).resources.filter(({ kind }) => kind === 'ObjectStore' || kind === 'ScheduledBackup');

test('a cluster that is backed up archives its WAL and makes a base backup daily at its hour, internal ones too', () => {
  const summary = withPlugin();
  expect(made(summary, 'Cluster', 'pg-platform')?.spec).toMatchObject({
    plugins: [{ name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'pg-platform' } }],
    serviceAccountTemplate: { metadata: { annotations: { 'eks.amazonaws.com/role-arn': bucket.serviceRoleArn } } },
  });
  expect(made(summary, 'ScheduledBackup', 'pg-platform')).toMatchObject({
    metadata: { namespace: 'battery-base' },
    spec: { cluster: { name: 'pg-platform' }, method: 'plugin', schedule: '0 0 3 * * *', backupOwnerReference: 'none' },
  });
  expect(made(summary, 'ObjectStore', 'pg-platform')).toMatchObject({
    metadata: { namespace: 'battery-base' },
    spec: {
      retentionPolicy: '14d',
      configuration: { destinationPath: 's3://backups/production', s3Credentials: { inheritFromIAMRole: true } },
    },
  });
});

test('a cluster whose backups are off has none of it', () => {
  expect(made(withPlugin(), 'Cluster', 'pg-main')?.spec).not.toHaveProperty('plugins');
  expect(ofBackups(withPlugin()).map(({ metadata }) => metadata.name)).not.toContain('pg-main');
});

it.each([
  ['without the plugin', without],
  ['without a bucket', withPlugin({})],
])('%s no cluster asks for it, so that none waits for something that is not there', (_, summary) => {
  expect(ofBackups(summary)).toEqual([]);
  for (const { kind, spec } of render({ summary }).resources)
    if (kind === 'Cluster') expect(JSON.stringify(spec)).not.toMatch(/barman|externalClusters|serviceAccountTemplate/);
});

test('a store that is not of AWS gets its address, region and the names of the Secret’s keys, never a value', () => {
  const summary = withPlugin({ bucket: 'backups', endpoint: 'https://minio.example.com', region: 'eu', credentialsSecret: 'minio' });
  expect(made(summary, 'ObjectStore', 'pg-platform')?.spec).toMatchObject({
    configuration: {
      destinationPath: 's3://backups',
      endpointURL: 'https://minio.example.com',
      s3Credentials: {
        accessKeyId: { name: 'minio', key: 'ACCESS_KEY_ID' },
        secretAccessKey: { name: 'minio', key: 'ACCESS_SECRET_KEY' },
      },
    },
    instanceSidecarConfiguration: { env: [{ name: 'AWS_DEFAULT_REGION', value: 'eu' }] },
  });
  expect(made(summary, 'Cluster', 'pg-platform')?.spec).not.toHaveProperty('serviceAccountTemplate');
});

test('a restored cluster starts from the very backup that was chosen, read from a store of its own', () => {
  const summary = withPlugin();
  const cluster = made(summary, 'Cluster', 'pg-restored');
  expect(cluster?.spec).toMatchObject({
    bootstrap: {
      recovery: { source: 'source', database: 'app', recoveryTarget: { backupID: '20261101T000012', targetImmediate: true } },
    },
    externalClusters: [{ name: 'source', plugin: { parameters: { barmanObjectName: 'pg-restored-source', serverName: 'pg-main' } } }],
  });
  const store = made(summary, 'ObjectStore', 'pg-restored-source');
  expect(store?.metadata.namespace).toBe(cluster?.metadata.namespace);
  // What only reads must not delete the other cluster's backups.
  expect(store?.spec).not.toHaveProperty('retentionPolicy');
});

test('once the backup is gone only the target changes, to one that no store has: nothing starts from other data', () => {
  const summary = withPlugin();
  const [before, after] = [summary, { ...summary, facts: emptyFacts }].map((of) =>
    z.record(z.string(), z.unknown()).parse(made(of, 'Cluster', 'pg-restored')?.spec),
  );
  expect(after).toEqual({
    ...before,
    bootstrap: {
      recovery: {
        source: 'source',
        database: 'app',
        owner: 'app_owner',
        secret: { name: 'cloudnative-pg.pg-restored.app-owner' },
        recoveryTarget: { backupID: 'pg-main-20261101000000', targetImmediate: true },
      },
    },
  });
  expect(ofBackups({ ...summary, facts: emptyFacts })).toEqual(ofBackups(summary));
});
