import { expect, test } from 'vitest';
import { readConnection } from './connection.server.ts';

test('connection info names the Secret, its keys and the values that are no secret', () => {
  const [connection] = readConnection('recipe.home-base/GeneratedSecret/battery-data/redis-cache', {
    apiVersion: 'recipe.home-base/v1',
    kind: 'GeneratedSecret',
    metadata: { name: 'redis-cache', namespace: 'battery-data' },
    spec: {
      version: 1,
      type: 'Opaque',
      keys: { password: { from: 'random', length: 32 }, hostname: { from: 'value', value: 'redis-cache.battery-data.svc.cluster.local' } },
    },
  });
  expect(connection).toEqual({
    type: 'secret',
    namespace: 'battery-data',
    name: 'redis-cache',
    keys: [{ key: 'password' }, { key: 'hostname', value: 'redis-cache.battery-data.svc.cluster.local' }],
  });
});

test('a headless Service is not offered as a way in', () => {
  const service = (clusterIP?: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop' },
    spec: { clusterIP, ports: [{ port: 8080 }] },
  });
  expect(readConnection('core/Service/apps/shop', service('None'))).toEqual([]);
  expect(readConnection('core/Service/apps/shop', service())).toEqual([
    { type: 'hosts', label: 'In the cluster', hosts: ['shop.apps.svc.cluster.local:8080'] },
  ]);
});
