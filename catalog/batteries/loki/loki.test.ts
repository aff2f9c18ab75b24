import { describe, expect, it, test } from 'vitest';
import { checkEnable } from '../../rules/batteries.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { made, madeWithout } from '../../testing/made.ts';

const alone = made(['loki']);
const settings = (of: typeof alone) => JSON.parse(String(Object(of.find('ConfigMap', 'loki')?.data)['config.yaml']));
const bucket = { bucket: 'acme-logs', bucketRegion: 'eu-central-1', roleArn: 'arn:aws:iam::123456789012:role/loki' };

test('D1: the schema is one that Loki 3 starts with, and no removed setting is left', () => {
  expect(settings(alone).schema_config.configs).toEqual([
    { from: '2024-01-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' } },
  ]);
  for (const gone of ['enforce_metric_name', 'boltdb', 'shared_store', 'max_look_back_period'])
    expect(JSON.stringify(settings(alone))).not.toContain(gone);
});

test('logs are kept for as long as the user says, and deleted afterwards', () => {
  const { find, all } = made(['loki'], { config: { loki: { retentionDays: 30 } } });
  expect(settings({ find, all })).toMatchObject({
    limits_config: { retention_period: '720h' },
    compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
  });
});

describe('with a bucket', () => {
  const stored = made(['loki'], { config: { loki: { ...bucket, replicas: 3, replicationFactor: 2 } } });

  it('keeps logs there, reached as the role that the user names', () => {
    expect(settings(stored)).toMatchObject({
      common: { storage: { s3: { bucketnames: 'acme-logs', region: 'eu-central-1' } }, replication_factor: 2 },
      schema_config: { configs: [{ object_store: 's3' }] },
      compactor: { delete_request_store: 's3' },
    });
    expect(stored.find('ServiceAccount', 'loki')?.metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': bucket.roleArn });
    expect(alone.find('ServiceAccount', 'loki')?.metadata.annotations).toBeUndefined();
  });

  it('runs more than one replica: they know each other, spread, and go one at a time', () => {
    expect(settings(stored)).toMatchObject({
      common: { ring: { kvstore: { store: 'memberlist' } } },
      memberlist: { join_members: ['loki-memberlist:7946'] },
    });
    expect(stored.find('StatefulSet', 'loki')?.spec).toMatchObject({ replicas: 3 });
    expect(stored.find('PodDisruptionBudget', 'loki')).toBeDefined();
    expect(alone.find('PodDisruptionBudget', 'loki')).toBeUndefined();
  });

  it('and without one more replicas are refused, as each would keep other logs', () => {
    const summary = kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny', batteries: ['grafana'] });
    expect(checkEnable(summary, 'loki', { replicas: 2 })).toMatchObject([{ path: 'replicas' }]);
    expect(checkEnable(summary, 'loki', { ...bucket, replicas: 2, replicationFactor: 3 })).toMatchObject([{ path: 'replicationFactor' }]);
    expect(checkEnable(summary, 'loki', { ...bucket, replicas: 2, replicationFactor: 2 })).toEqual([]);
  });
});

test('Grafana gets the data source and the dashboard, and nothing of it is left without Grafana', () => {
  expect(JSON.stringify(alone.find('ConfigMap', 'loki-datasources')?.data)).toContain('http://loki.battery-core.svc.cluster.local:3100');
  expect(alone.find('ConfigMap', 'grafana-dashboard-loki')).toBeDefined();
  const without = madeWithout('grafana');
  expect(without.find('ConfigMap', 'loki-datasources')).toBeUndefined();
  expect(without.find('StatefulSet', 'loki')).toBeDefined();
});

test('each pod is measured once with victoria_metrics, and not without', () => {
  const { find, all } = made(['loki', 'victoria_metrics']);
  expect(find('VMServiceScrape', 'loki')).toBeDefined();
  const selected = all.filter(
    ({ kind, metadata }) =>
      kind === 'Service' && metadata.labels?.['battery/app'] === 'loki' && metadata.labels['battery/component'] === 'server',
  );
  expect(selected.map(({ metadata }) => metadata.name)).toEqual(['loki']);
  expect(alone.find('VMServiceScrape', 'loki')).toBeUndefined();
});
