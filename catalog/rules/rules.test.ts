import { expect, test } from 'vitest';
import { redisPresets } from '../objects/redis-instance.ts';
import { kitchenSink, sampleSummary } from '../sample-summary.ts';
import { checkConfig, checkDisable, checkEnable } from './batteries.ts';
import { checkPostgresCluster } from './postgres.ts';
import { checkRedisInstance, checkRedisRemoval } from './redis.ts';
import { checkTraditionalService } from './services.ts';
import { checkSummary } from './summary.ts';

const fresh = sampleSummary({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['battery_core'] });
const full = kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'small' });
const [main] = full.postgresClusters;
const replication = full.redisInstances.find(({ mode, storageBytes }) => mode === 'replication' && !storageBytes);
const stored = full.redisInstances.find(({ storageBytes }) => storageBytes !== undefined);
const sentinel = full.redisInstances.find(({ mode }) => mode === 'sentinel');
if (!main || !replication || !stored || !sentinel) throw new Error('the sample lacks an object');

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
