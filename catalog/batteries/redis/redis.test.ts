import { expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import { kitchenSink } from '../../sample-summary.ts';

const { resources } = render({ summary: kitchenSink({ usage: 'development', provider: 'kind', size: 'small', batteries: ['redis'] }) });
const find = (kind: string, name: string) => resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

it.each([
  ['Redis', 'redis-standalone', { redisExporter: { enabled: true } }],
  ['RedisReplication', 'redis-replication', { clusterSize: 3, pdb: { enabled: true, maxUnavailable: 1 } }],
  ['RedisCluster', 'redis-cluster', { clusterSize: 3, persistenceEnabled: false, redisLeader: { pdb: { enabled: true } } }],
])('%s asks for a password, keeps a quarter of its memory and limits its pods', (kind, name, spec) => {
  expect(find(kind, name)?.spec).toMatchObject({
    ...spec,
    kubernetesConfig: {
      redisSecret: { name, key: 'password' },
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '512Mi' } },
    },
    redisConfig: { maxMemoryPercentOfLimit: 75 },
    podSecurityContext: { runAsNonRoot: true },
  });
});

test('sentinels know the password of the replication they watch, and agree by majority', () => {
  expect(find('RedisSentinel', 'redis-sentinel')?.spec).toMatchObject({
    clusterSize: 3,
    redisSentinelConfig: {
      redisReplicationName: 'redis-replication',
      quorum: '2',
      redisReplicationPassword: { secretKeyRef: { name: 'redis-replication', key: 'password' } },
    },
  });
  expect(find('GeneratedSecret', 'redis-sentinel')).toBeUndefined();
});

test('stored data outlives its Redis', () => {
  expect(find('Redis', 'redis-standalone-stored')?.spec).toMatchObject({
    storage: {
      keepAfterDelete: true,
      volumeClaimTemplate: { spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } } },
    },
  });
  expect(find('Redis', 'redis-standalone')?.spec).not.toHaveProperty('storage');
});

test('with VictoriaMetrics the operator and the exporter of every server are scraped, sentinels have none, and without it nobody is', () => {
  const scrapes = (batteries: Parameters<typeof kitchenSink>[0]['batteries']) =>
    render({ summary: kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny', ...(batteries && { batteries }) }) })
      .resources.filter(({ kind, metadata }) => kind === 'VMPodScrape' && metadata.name.startsWith('redis-'))
      .map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec]);
  expect(scrapes(['redis'])).toEqual([]);
  const found = Object.fromEntries(scrapes(['redis', 'victoria_metrics']));
  expect(found['battery-core/redis-operator']).toMatchObject({ podMetricsEndpoints: [{ port: 'metrics' }] });
  expect(found['battery-data/redis-replication']).toEqual({
    selector: { matchLabels: { 'app.kubernetes.io/instance': 'redis-replication' } },
    podMetricsEndpoints: [{ port: 'redis-exporter' }],
  });
  expect(found).not.toHaveProperty('battery-data/redis-sentinel');
});
