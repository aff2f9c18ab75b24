import { afterAll, expect, it } from 'vitest';
import { openCluster, reported } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { custom, definition, namespace } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());

it('an object that only the lost state knew is found again, and removed by the rules', async () => {
  const ns = cluster.name('stray');
  const group = `${cluster.name('g')}.example.test`;
  await cluster.kube.apply(namespace(ns));
  await cluster.kube.apply(definition(group, 'Lamp'));
  const [one, two] = ['one', 'two'].map((name) => custom(group, 'Lamp', ns, name));
  if (!one || !two) throw new Error('unreachable');
  const first = await cluster.engine();
  expect(await first.engine.converge(desiredOf(1, [one, two]))).toMatchObject({ applied: 2 });
  await first.engine.stop();

  const { engine } = await cluster.engine({ adoptStrays: true });
  await engine.converge(desiredOf(2, [one]));
  const key = `${group}/Lamp/${ns}/two`;
  await reported(engine, key, (report) => report.state === 'applied' || report.state === 'held');
  await engine.converge(desiredOf(3, [one]));
  expect(engine.status().get(key)).toMatchObject({ state: 'held' });
  await engine.converge(desiredOf(4, [one], { removals: [key] }));
  expect(await cluster.live({ group, kind: 'Lamp', namespace: ns, name: 'two' })).toBeUndefined();
  expect(await cluster.live({ group, kind: 'Lamp', namespace: ns, name: 'one' })).toBeDefined();
});

it('facts come from the cluster when somebody asks, and cost nothing again within 15 s', async () => {
  const { engine, kube } = await cluster.engine();
  const facts = await engine.facts();
  expect(facts).toMatchObject({
    kubernetesVersion: expect.stringMatching(/^v1\.\d+/),
    nodes: [{ ready: true, cpuMillis: expect.any(Number) }],
  });
  expect(facts.nodes[0]?.memoryBytes).toBeGreaterThan(1e6);
  const before = kube.stats().requests;
  await engine.facts();
  expect(kube.stats().requests).toBe(before);
});
