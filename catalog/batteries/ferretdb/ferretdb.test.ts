import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { kitchenSink } from '../../sample-summary.ts';
import type { Summary } from '../../summary.ts';

const sink = kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['ferretdb'] });
const of = (summary: Summary) =>
  render({ summary }).resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'ferret_docs');
const secrets = of(sink)
  .filter(({ kind }) => kind === 'GeneratedSecret')
  .map((secret) => GeneratedSecret.parse(secret));

test('D25: FerretDB signs in as the owner of the database, wherever that user stands in the list', () => {
  const [cluster] = sink.postgresClusters.filter(({ name }) => name === 'documents');
  expect(cluster?.users[0]?.username).not.toBe(cluster?.database.owner);
  const upstream = secrets.find(({ metadata }) => metadata.name === 'ferret-docs-upstream');
  expect(upstream?.spec.keys).toMatchObject({
    username: { value: 'app_owner' },
    password: { from: 'secret', name: 'cloudnative-pg.pg-documents.app-owner', key: 'password' },
    // The extension works in this database only.
    dsn: { template: expect.stringMatching(/@pg-documents-rw\.battery-data\.svc\.cluster\.local:5432\/postgres\?sslmode=require/) },
  });
});

test('D25: every user of the cluster gets an address for MongoDB, beside the cluster and where its credentials go', () => {
  const users = secrets.filter(({ metadata }) => metadata.name !== 'ferret-docs-upstream');
  expect(users.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort()).toEqual([
    'battery-data/ferret.docs.app-owner',
    'battery-data/ferret.docs.reports',
    'battery-traditional/ferret.docs.reports',
  ]);
  for (const { metadata, spec } of users)
    expect(spec.keys).toMatchObject({
      password: { from: 'secret', name: metadata.name.replace('ferret.docs.', 'cloudnative-pg.pg-documents.'), key: 'password' },
      uri: { template: 'mongodb://{username}:{password}@ferret-docs.battery-data.svc.cluster.local:27017/', encode: 'uri' },
    });
});

test('a new password reaches FerretDB: its recipe changes, and so its pods are replaced', () => {
  const rotated: Summary = {
    ...sink,
    postgresClusters: sink.postgresClusters.map((cluster) => ({
      ...cluster,
      users: cluster.users.map((user) => (user.username === cluster.database.owner ? { ...user, passwordVersion: 2 } : user)),
    })),
  };
  const template = (summary: Summary) => JSON.stringify(of(summary).find(({ kind }) => kind === 'Deployment')?.spec);
  expect(template(rotated)).not.toBe(template(sink));
  expect(of(rotated).find(({ metadata }) => metadata.name === 'ferret-docs-upstream')?.spec).toMatchObject({ version: 2 });
});

test('all instances together leave Postgres connections for others', () => {
  for (const instances of [1, 2, 10, 20]) {
    const summary = { ...sink, ferretServices: sink.ferretServices.map((ferret) => ({ ...ferret, instances })) };
    const text = JSON.stringify(of(summary).find(({ metadata }) => metadata.name === 'ferret-docs-upstream'));
    expect(Number(/pool_max_conns=(\d+)/.exec(text)?.[1]) * instances).toBeLessThanOrEqual(80);
  }
});

test('with VictoriaMetrics it is scraped where FerretDB 2 serves its metrics, without it not', () => {
  const scrapes = (summary: Summary) => of(summary).filter(({ kind }) => kind === 'VMPodScrape');
  expect(scrapes(sink)).toEqual([]);
  const watched = kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['ferretdb', 'victoria_metrics'] });
  expect(scrapes(watched)).toMatchObject([
    { metadata: { namespace: 'battery-data' }, spec: { podMetricsEndpoints: [{ port: 'debug', path: '/debug/metrics' }] } },
  ]);
});

test('a service whose cluster is gone says which', () => {
  const { failures } = render({ summary: { ...sink, postgresClusters: [] } });
  expect(failures).toEqual([
    { owner: 'ferret_docs', battery: 'ferretdb', message: expect.stringMatching(/the Postgres cluster "documents" .* is not there/) },
  ]);
});
