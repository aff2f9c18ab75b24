import type { Resource } from '@home-base/schema/kube/resource.ts';
import { afterAll, expect, it } from 'vitest';
import { openCluster, reported, until } from './testing/cluster.ts';
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

it('ready issuers and finished backups are facts as soon as their kinds are served, whoever made them', async () => {
  const ns = cluster.name('backups');
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: open } }];
  let clock = Date.now();
  const { engine } = await cluster.engine({ now: () => clock });
  expect(await engine.facts()).toMatchObject({ readyIssuers: [], backups: [] });
  const objects: Resource[] = [
    namespace(ns),
    definition('cert-manager.io', 'ClusterIssuer', { scope: 'Cluster', versions }),
    definition('postgresql.cnpg.io', 'Backup', { versions }),
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'lets-encrypt' },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    },
    {
      ...custom('postgresql.cnpg.io', 'Backup', ns, 'pg-main-20261101000000', { cluster: { name: 'pg-main' } }),
      status: { phase: 'completed', backupId: '20261101T000012' },
    },
  ];
  for (const object of objects) await until(`${object.kind} ${object.metadata.name}`, async () => (await cluster.kube.apply(object)).ok);
  clock += 20_000;
  const backup = { name: 'pg-main-20261101000000', namespace: ns, cluster: 'pg-main', id: '20261101T000012' };
  expect(await engine.facts()).toMatchObject({ readyIssuers: ['lets-encrypt'], backups: [backup] });
});
