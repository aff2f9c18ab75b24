import { afterAll, expect, it, vi } from 'vitest';
import { openCluster, until } from '../engine/testing/cluster.ts';
import { createKube, type WatchEvent } from './kube.ts';

const cluster = openCluster();
afterAll(() => cluster.close());

const sockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP') || name === 'TLSWrap').length;

it('watches of many kinds need one connection to the real API server, and bring events', async () => {
  const kube = createKube(cluster.config);
  const name = cluster.name('watched');
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [name]: 'yes' } } });
  const before = sockets();
  const synced = vi.fn();
  const events: WatchEvent[] = [];
  const kinds = [
    'ConfigMap',
    'Secret',
    'Service',
    'ServiceAccount',
    'Namespace',
    'Pod',
    'Event',
    'Endpoints',
    'LimitRange',
    'ResourceQuota',
  ];
  const watches = kinds.map((kind) =>
    kube.watch({ group: '', kind }, { labelSelector: `${name}=yes`, onEvent: (event) => events.push(event), onSynced: synced }),
  );
  await until('every listing', () => synced.mock.calls.length === kinds.length);
  expect(sockets() - before).toBeLessThanOrEqual(1);
  await kube.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: name, labels: { [name]: 'yes' } } });
  await until('its event', () => events.find(({ object }) => object.kind === 'ConfigMap' && object.metadata.name === 'one'));
  for (const watch of watches) watch.stop();
  kube.close();
  await until('the end of the connection', () => sockets() <= before);
});
