import { expect, test } from 'vitest';
import { redisPresets } from '../objects/redis-instance.ts';
import { kitchenSink, sampleSummary } from '../sample-summary.ts';
import { checkModel, checkNotebook } from './ai.ts';
import { checkConfig, checkDisable, checkEnable } from './batteries.ts';
import { checkFerretService } from './ferret.ts';
import { checkPostgresCluster } from './postgres.ts';
import { checkRedisInstance, checkRedisRemoval } from './redis.ts';
import { checkKnativeService, checkTraditionalService } from './services.ts';
import { checkSummary } from './summary.ts';

const fresh = sampleSummary({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['battery_core'] });
const full = kitchenSink({
  usage: 'kitchen_sink',
  provider: 'kind',
  size: 'small',
  config: { cloudnative_pg_barman: { bucket: 'backups' } },
});
const [main] = full.postgresClusters;
const documents = full.postgresClusters.find(({ documentdb }) => documentdb);
const [ferret] = full.ferretServices;
const replication = full.redisInstances.find(({ mode, storageBytes }) => mode === 'replication' && !storageBytes);
const stored = full.redisInstances.find(({ storageBytes }) => storageBytes !== undefined);
const sentinel = full.redisInstances.find(({ mode }) => mode === 'sentinel');
if (!main || !documents || !ferret || !replication || !stored || !sentinel) throw new Error('the sample lacks an object');

const said = (issues: { path: string; message: string }[]) => issues.map(({ path, message }) => `${path}: ${message}`);

test('the kitchen sink breaks no rule', () => {
  expect(checkSummary(full)).toEqual([]);
});

test('enabling names what is unknown, missing, doubled or wrong', () => {
  expect(said(checkEnable(fresh, 'mysql', {}))).toEqual([
    expect.stringMatching(/^type: there is no battery "mysql": choose one of battery_core, /),
  ]);
  expect(said(checkEnable(fresh, 'battery_ca', {}))).toEqual(['type: Battery CA needs Cert Manager: enable it first']);
  expect(said(checkEnable(fresh, 'battery_core', {}))).toEqual(['type: Battery Core is already enabled: change its configuration instead']);
  expect(said(checkEnable(fresh, 'metallb', { logLevel: 'loud' }))).toEqual([expect.stringMatching(/^logLevel: /)]);
  expect(said(checkEnable(fresh, 'metallb', { loglevel: 'info' }))).toEqual([
    expect.stringMatching(/^loglevel: MetalLB has no such field: it has logLevel/),
  ]);
  expect(checkEnable(fresh, 'metallb', {})).toEqual([]);
});

test('a namespace cannot change once its battery is enabled', () => {
  expect(said(checkConfig(full, 'battery_core', { dataNamespace: 'battery-other' }))).toEqual([
    'dataNamespace: cannot change after Battery Core is enabled: keep "battery-data"',
  ]);
  expect(checkConfig(full, 'battery_core', { isolation: false, dataNamespace: 'battery-data' })).toEqual([]);
});

test('disabling is refused while others need it, while it holds objects, or when it never goes', () => {
  const issues = said(checkDisable(full, 'cert_manager'));
  expect(issues).toContain('type: Battery CA needs Cert Manager: disable Battery CA first');
  expect(issues.every((issue) => / needs Cert Manager: disable .+ first$/.test(issue))).toBe(true);
  expect(said(checkDisable(full, 'cloudnative_pg'))).toEqual([expect.stringMatching(/cannot be disabled once it is enabled/)]);
  expect(said(checkDisable(full, 'traditional_services'))).toEqual([
    'type: Traditional Services still has the web service "web", the web service "worker", the web service "shop": delete them first',
  ]);
  expect(said(checkDisable(fresh, 'redis'))).toEqual(['type: Redis is not enabled']);
});

test('a battery is not disabled under objects that would stand open or wait for ever without it', () => {
  expect(said(checkDisable(full, 'sso'))).toContain('type: the Knative service "guarded" requires sign-in: take that away first');
  expect(said(checkDisable(full, 'nvidia_device_plugin'))).toContain(
    'type: the model "any-nvidia" asks for a GPU: delete it or move it to the default node type first',
  );
  const plain = { ...full, knativeServices: [], models: [], notebooks: [] };
  expect(checkDisable(plain, 'sso')).toEqual([]);
  expect(checkDisable(plain, 'nvidia_device_plugin')).toEqual([]);
});

test('storage only grows, and what a cluster was made with stays', () => {
  expect(said(checkPostgresCluster(full, { ...main, storageBytes: main.storageBytes / 2, name: 'other' }, main))).toEqual([
    'name: cannot change later: keep "main"',
    `storageBytes: storage only grows: keep at least ${main.storageBytes} bytes`,
  ]);
  expect(said(checkRedisInstance(full, { ...stored, storageBytes: undefined }, stored))).toEqual([
    expect.stringMatching(/^storageBytes: storage can neither be added nor taken away/),
  ]);
  expect(checkPostgresCluster(full, { ...main, storageBytes: main.storageBytes * 2 }, main)).toEqual([]);
});

test('names that would meet in Kubernetes are refused', () => {
  expect(said(checkPostgresCluster(full, main))).toEqual(['name: there is already a Postgres cluster "main": choose another name']);
  expect(said(checkPostgresCluster(full, { ...main, type: 'internal' }))).toEqual([
    expect.stringMatching(/^name: the standard Postgres cluster "main" makes Secrets of the same names/),
  ]);
  const twins = [
    { ...main.users[0]!, username: 'a_b' },
    { ...main.users[0]!, username: 'a-b' },
  ];
  expect(said(checkPostgresCluster(full, { ...main, name: 'x', users: twins }))).toEqual([
    expect.stringMatching(/^users\.1\.username: "a-b" and "a_b" would share one Secret/),
  ]);
  expect(said(checkRedisInstance(full, { ...replication, name: 'standalone' }))).toContain(
    'name: there is already a Redis instance "standalone": choose another name',
  );
  expect(said(checkRedisInstance(full, { ...replication, mode: 'standalone', instances: 1, name: 'replication-master' }))).toEqual([
    expect.stringMatching(/also makes the Service "redis-replication-master"/),
  ]);
  const [, , shop] = full.traditionalServices;
  expect(said(checkTraditionalService(full, { ...shop!, name: 'other' }))).toEqual([
    expect.stringMatching(/already answers for shop.example.com/),
  ]);
  expect(said(checkTraditionalService(full, { ...shop!, additionalHosts: [], name: 'shop-headless' }))).toEqual([
    expect.stringMatching(/also makes the Service "shop-headless"/),
  ]);
});

test('a service does not answer where people sign in, or where another one does', () => {
  const here = { ...full, facts: { ...full.facts, ingressAddresses: ['192.0.2.7'] } };
  const [, , shop] = here.traditionalServices;
  const next = (host: string) => said(checkTraditionalService(here, { ...shop!, additionalHosts: [host] }, shop));
  for (const taken of ['keycloak', 'vmagent', 'other.webapp', 'other.knative'])
    expect(next(`${taken}.192-0-2-7.sslip.io`)).toEqual([expect.stringMatching(/^additionalHosts\.0: .*of the installation itself/)]);
  for (const free of ['shop.192-0-2-7.sslip.io', 'keycloak.example.com']) expect(next(free)).toEqual([]);
});

test('sentinels watch a replication that is there, and it cannot go while they do', () => {
  const next = { ...sentinel, name: 'guards', ...redisPresets.tiny };
  expect(said(checkRedisInstance(full, { ...next, replicationOf: 'nobody' }))).toEqual([
    'replicationOf: there is no Redis instance "nobody": choose one of replication, replication-stored',
  ]);
  expect(said(checkRedisInstance(full, { ...next, replicationOf: 'cluster' }))).toEqual([
    'replicationOf: "cluster" is a cluster, and sentinels watch a replication: choose one of replication, replication-stored',
  ]);
  expect(said(checkRedisRemoval(full, replication))).toEqual(['name: the sentinels "sentinel" watch it: delete them first']);
});

test('a Knative service is not called like what Knative has or makes in its namespace', () => {
  const [hello] = full.knativeServices;
  for (const name of ['controller', 'webhook', 'autoscaler', 'activator-service', 'net-gateway-api-webhook', 'knative-local-gateway'])
    expect(said(checkKnativeService(full, { ...hello!, name }))).toEqual([
      `name: Knative itself has a Service "${name}" in this namespace: choose another name`,
    ]);
  for (const name of ['hello-00001', 'hello-12345-private'])
    expect(said(checkKnativeService(full, { ...hello!, name }))).toEqual([
      expect.stringMatching(/^name: a revision of "hello" has or could get/),
    ]);
  expect(checkKnativeService(full, { ...hello!, name: 'hello-1' })).toEqual([]);
  const numbered = { ...full, knativeServices: [{ ...hello!, name: 'shop-00001' }] };
  expect(said(checkKnativeService(numbered, { ...hello!, name: 'shop' }))).toEqual([
    expect.stringMatching(/^name: a revision of "shop-00001"/),
  ]);
});

test('no user’s container reads the platform’s own Secrets beside it', () => {
  const [hello] = full.knativeServices;
  const from = (name: string) => [{ name: 'X', source: 'secret' as const, from: name, key: 'k', optional: false }];
  const container = hello!.containers[0]!;
  const stolen = (more: object) => said(checkKnativeService(full, { ...hello!, name: 'thief', ...more }));
  expect(stolen({ env: from('webhook-certs') })).toEqual([
    'env.0.from: the Secret "webhook-certs" is the platform\'s own: name one that you made',
  ]);
  expect(stolen({ containers: [{ ...container, env: from('oauth2-proxy-hello') }] })[0]).toMatch(/^containers\.0\.env\.0\.from: /);
  expect(stolen({ initContainers: [{ ...container, env: from('net-gateway-api-webhook-certs') }] })[0]).toMatch(/^initContainers\.0\.env/);
  expect(stolen({ volumes: [{ name: 'v', type: 'secret', from: 'webhook-certs', optional: false }] })[0]).toMatch(/^volumes\.0\.from: /);
  expect(stolen({ env: from('my-keys') })).toEqual([]);
  const [notebook] = full.notebooks;
  expect(said(checkNotebook(full, { ...notebook!, name: 'thief', env: from('notebook-default') }))[0]).toMatch(/^env\.0\.from: /);
});

test('a notebook keeps its token and leaves the path of the sign-in free', () => {
  const [notebook] = full.notebooks;
  expect(said(checkNotebook(full, { ...notebook!, name: 'oauth2' }))).toEqual(['name: the sign-in has this path: choose another name']);
  const env = [{ name: 'JUPYTER_TOKEN', source: 'value' as const, value: '' }];
  expect(said(checkNotebook(full, { ...notebook!, name: 'open', env }))).toEqual([
    expect.stringMatching(/^env\.0\.name: the token is made in the cluster/),
  ]);
});

test('GPUs need the device plugin, and what a volume was made for stays', () => {
  const [notebook] = full.notebooks;
  const [model] = full.models;
  const without = { ...full, batteries: full.batteries.filter(({ type }) => type !== 'nvidia_device_plugin') };
  const gpu = 'nodeType: GPUs need the battery Nvidia Device Plugin: enable it first, or choose the default node type';
  expect(said(checkNotebook(without, { ...notebook!, name: 'gpu', nodeType: 'nvidia_a10' }))).toEqual([gpu]);
  expect(said(checkModel(without, { ...model!, name: 'gpu', nodeType: 'any_nvidia', gpuCount: 1 }))).toEqual([gpu]);
  expect(said(checkNotebook(full, { ...notebook!, storageBytes: 1, storageClass: 'slow' }, notebook))).toEqual([
    expect.stringMatching(/^storageBytes: storage only grows/),
    'storageClass: cannot change later: keep "fast"',
  ]);
  expect(checkModel(full, { ...model!, model: 'llama3.2:3b' }, model)).toEqual([]);
});

test('users’ workloads get no namespace of the platform, where its Secrets lie, and no two fields name one', () => {
  const withoutServices = {
    ...full,
    batteries: full.batteries.filter(({ type }) => type !== 'traditional_services'),
    traditionalServices: [],
  };
  for (const namespace of ['battery-core', 'battery-base', 'battery-data', 'battery-ai'])
    expect(said(checkEnable(withoutServices, 'traditional_services', { namespace }))).toEqual([
      `namespace: the namespace "${namespace}" belongs to Battery Core: choose another`,
    ]);
  expect(checkEnable(withoutServices, 'traditional_services', { namespace: 'battery-shop' })).toEqual([]);
  const moved = {
    ...withoutServices,
    batteries: withoutServices.batteries.map((battery) =>
      battery.type === 'battery_core' ? { ...battery, config: { aiNamespace: 'battery-traditional' } } : battery,
    ),
  };
  expect(said(checkEnable(moved, 'traditional_services', {}))).toEqual([
    'namespace: the namespace "battery-traditional" belongs to Battery Core: choose another',
  ]);
  expect(said(checkConfig(full, 'battery_core', { aiNamespace: 'battery-data' }))).toEqual([
    'aiNamespace: the namespace "battery-data" belongs to Battery Core: choose another',
  ]);
  const shared = {
    ...full,
    batteries: full.batteries.map((battery) =>
      battery.type === 'traditional_services' ? { ...battery, config: { namespace: 'battery-base' } } : battery,
    ),
  };
  expect(said(checkSummary(shared)).filter((issue) => issue.includes('"battery-base" belongs to Battery Core'))).toHaveLength(1);
});

test('D25: a FerretDB service needs a Postgres cluster that is there and has the extension, and that cannot be changed under it', () => {
  const next = { ...ferret, name: 'other' };
  expect(said(checkFerretService(full, { ...next, postgresCluster: 'nobody' }))).toEqual([
    'postgresCluster: there is no Postgres cluster "nobody" with DocumentDB: choose one of documents',
  ]);
  expect(said(checkFerretService(full, { ...next, postgresCluster: 'main' }))).toEqual([
    expect.stringMatching(/^postgresCluster: the Postgres cluster "main" lacks the DocumentDB extension, .*: choose one of documents$/),
  ]);
  expect(said(checkFerretService({ ...full, postgresClusters: [main] }, next))).toEqual([
    expect.stringMatching(/: create one with it first$/),
  ]);
  expect(checkFerretService(full, next)).toEqual([]);
  expect(said(checkPostgresCluster(full, { ...documents, documentdb: false }, documents))).toEqual([
    expect.stringMatching(/^documentdb: is set when the cluster is made.*keep it on/),
  ]);
  expect(said(checkPostgresCluster(full, { ...main, documentdb: true }, main))).toEqual([
    expect.stringMatching(/^documentdb: is set when the cluster is made.*keep it off/),
  ]);
});

test('backups and restores need the plugin and a bucket, and the plugin stays while a cluster is backed up', () => {
  const backups = { enabled: true, hour: 1, retentionDays: 7 };
  const restored = { ...main, name: 'again', restoreFrom: 'pg-main-20261101000000' };
  const withoutBucket = {
    ...full,
    batteries: full.batteries.map((battery) => (battery.type === 'cloudnative_pg_barman' ? { ...battery, config: {} } : battery)),
  };
  const withoutPlugin = { ...full, batteries: full.batteries.filter(({ type }) => type !== 'cloudnative_pg_barman') };
  expect(said(checkPostgresCluster(withoutPlugin, { ...main, backups }, main))).toEqual([
    'backups.enabled: backups need the battery Barman Cloud Plugin: enable it first',
  ]);
  expect(said(checkPostgresCluster(withoutBucket, { ...main, backups }, main))).toEqual([
    expect.stringMatching(/^backups\.enabled: backups need a bucket: set it/),
  ]);
  expect(said(checkPostgresCluster(withoutBucket, restored))).toEqual([expect.stringMatching(/^restoreFrom: restoring needs a bucket/)]);
  expect(said(checkDisable(full, 'cloudnative_pg_barman'))).toEqual([
    'type: it backs up the Postgres cluster "platform": turn the backups of that off first',
  ]);
});

test('a restore takes a backup that is there, by an image that knows its data, and no archive is written over', () => {
  const restored = { ...main, name: 'again', restoreFrom: 'pg-main-20261101000000' };
  expect(checkPostgresCluster(full, restored)).toEqual([]);
  expect(said(checkPostgresCluster(full, { ...restored, restoreFrom: 'pg-main-2' }))).toEqual([
    'restoreFrom: there is no backup "pg-main-2": choose one of pg-main-20261101000000',
  ]);
  expect(said(checkPostgresCluster(full, { ...restored, documentdb: true }))).toEqual([
    'documentdb: the backup is of "main", which lacks the DocumentDB extension: do the same here',
  ]);
  expect(
    said(
      checkPostgresCluster(full, { ...restored, restoreFrom: 'pg-main-20261101000000' }, { ...restored, id: 'a', restoreFrom: undefined }),
    ),
  ).toEqual(['restoreFrom: cannot change later: keep "no backup"']);
  const gone = { ...full, postgresClusters: full.postgresClusters.filter(({ name }) => name !== 'main') };
  const again = { ...main, backups: { enabled: true, hour: 0, retentionDays: 7 } };
  expect(said(checkPostgresCluster(gone, again))).toEqual([
    expect.stringMatching(/^name: the object store still holds backups of an earlier cluster "main"/),
  ]);
  expect(checkPostgresCluster(gone, { ...again, name: 'main-2' })).toEqual([]);
});
