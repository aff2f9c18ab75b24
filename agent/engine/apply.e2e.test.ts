import { afterAll, describe, expect, it } from 'vitest';
import { openCluster } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { configMap, custom, definition, deployment, ingress, namespace, service, serviceAccount } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());

describe('a round', () => {
  it('applies 200 mixed objects, and nothing at all the second time', async () => {
    const ns = cluster.name('mixed');
    const sets = Array.from({ length: 40 }, (_, number) => {
      const name = `web-${number}`;
      return [deployment(ns, name, { replicas: 0 }), serviceAccount(ns, name), service(ns, name), ingress(ns, name), configMap(ns, name)];
    });
    const resources = [namespace(ns), ...sets.flat()];
    const { engine, kube } = await cluster.engine();
    const first = await engine.converge(desiredOf(1, resources));
    expect(first).toMatchObject({ version: 1, applied: 201, unchanged: 0, failed: 0, waiting: 0, removed: 0 });
    const before = kube.stats().requests;
    const second = await engine.converge(desiredOf(2, resources));
    expect(second).toMatchObject({ version: 2, applied: 0, unchanged: 201, failed: 0, waiting: 0, requests: 0 });
    expect(second.finishedAt.getTime() - second.startedAt.getTime()).toBeLessThan(1000);
    expect(kube.stats().requests - before).toBeLessThanOrEqual(10); // the watches that began meanwhile
    expect([...engine.status().values()].every((report) => report.state === 'applied')).toBe(true);
  });

  it('applies a definition and its custom resources from one manifest', async () => {
    const ns = cluster.name('custom');
    const group = `${cluster.name('g')}.example.test`;
    const { engine } = await cluster.engine();
    const result = await engine.converge(
      desiredOf(1, [custom(group, 'Lamp', ns, 'one', { on: true }), definition(group, 'Lamp'), namespace(ns)]),
    );
    expect(result).toMatchObject({ applied: 3, failed: 0, waiting: 0 });
    expect((await cluster.live({ group, kind: 'Lamp', namespace: ns, name: 'one' }))?.spec).toEqual({ on: true });
  });
});
