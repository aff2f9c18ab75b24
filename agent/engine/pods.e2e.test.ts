import { resourceKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, expect, it } from 'vitest';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { custom, definition, deployment, namespace } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());

function owned(ns: string, name: string, { replicas, image = 'registry.invalid/web:1' }: { replicas: number; image?: string }) {
  const resource = deployment(ns, name, { replicas });
  const labels = { app: name, 'battery/owner': `owner-${name}`, 'battery/app': name };
  return {
    ...resource,
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

it('the pods of what was applied are told as they come, scale, fail and go, and a quiet cluster costs no request', async () => {
  const ns = cluster.name('pods');
  const stranger = cluster.name('stranger');
  await cluster.kube.apply(namespace(stranger));
  await cluster.kube.apply(owned(stranger, 'other', { replicas: 1 }));
  const { engine, kube } = await cluster.engine();
  let told = 0;
  await engine.converge(desiredOf(1, [namespace(ns), owned(ns, 'web', { replicas: 4 })]));
  const ready = (count: number) =>
    until(`${count} ready pods`, () => {
      const rows = engine.pods().rows();
      return rows.length === count && rows.every((row) => row.ready) && rows;
    });
  const rows = await ready(4);
  expect(rows[0]).toMatchObject({ namespace: ns, owner: 'owner-web', app: 'web', phase: 'Running', restarts: 0, node: expect.any(String) });

  const before = { requests: kube.stats().requests, revision: engine.pods().revision };
  engine.onChange(() => (told += 1));
  await until('the last events having been gathered', async () => {
    const { revision } = engine.pods();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    return engine.pods().revision === revision;
  });
  expect(kube.stats().requests).toBe(before.requests);
  const settled = told;
  await cluster.edit(
    'kubectl',
    { group: 'apps', kind: 'Deployment', namespace: stranger, name: 'other' },
    { metadata: { labels: { a: 'b' } } },
  );
  expect(told).toBe(settled);

  await engine.converge(desiredOf(2, [namespace(ns), owned(ns, 'web', { replicas: 1, image: 'registry.invalid/does-not-exist:1' })]));
  const failing = await until('the pull error', () =>
    engine
      .pods()
      .rows()
      .find((row) => row.message),
  );
  expect(failing).toMatchObject({ ready: false, message: expect.stringMatching(/^ImagePullBackOff: .*does-not-exist/) });
  await engine.converge(desiredOf(3, [namespace(ns), owned(ns, 'web', { replicas: 0 })]));
  await ready(0);
});

it('what an operator makes of our custom resource, with our labels copied on it, is not taken for ours', async () => {
  const ns = cluster.name('children');
  const group = `${cluster.name('g')}.example.test`;
  const parent = custom(group, 'Lamp', ns, 'parent');
  await cluster.kube.apply(definition(group, 'Lamp'));
  // As after a lost state, when the agent is most inclined to take things up.
  const { engine } = await cluster.engine({ adoptStrays: true });
  await engine.converge(desiredOf(1, [namespace(ns), parent]));
  const key = resourceKey(parent);
  const live = await cluster.live({ group, kind: 'Lamp', namespace: ns, name: 'parent' });
  const child = {
    apiVersion: `${group}/v1`,
    kind: 'Lamp',
    metadata: {
      name: 'child',
      namespace: ns,
      labels: { ...live?.metadata.labels, 'battery/managed': 'true' },
      ownerReferences: [{ apiVersion: `${group}/v1`, kind: 'Lamp', name: 'parent', uid: live?.metadata.uid, controller: true }],
    },
    spec: { made: 'by the operator' },
  };
  expect(await cluster.post('lamp-operator', child)).toMatchObject({ status: 201 });
  const at = { group, kind: 'Lamp', namespace: ns, name: 'child' };
  // An edit of the child and then a drift of the parent: when that is healed, the watch has brought all three.
  await cluster.edit('lamp-operator', at, { spec: { made: 'again' } });
  await cluster.edit('kubectl', { ...at, name: 'parent' }, { metadata: { labels: { 'battery/managed': 'true', extra: 'x' } } });
  await reported(engine, key, (report) => report.drift !== undefined);
  await engine.converge(desiredOf(2, [namespace(ns), parent]));
  expect([...engine.status().keys()].filter((known) => known.includes(ns)).sort()).toEqual([`core/Namespace/-/${ns}`, key].sort());
  expect((await cluster.live(at))?.spec).toEqual({ made: 'again' });

  // Removal names and deletes the parent only; the child goes because its owner does.
  const result = await engine.converge(desiredOf(3, [namespace(ns)], { removals: [key] }));
  expect(result.removed).toBe(1);
  await until('the cluster taking the child along', async () => (await cluster.live(at)) === undefined, 90_000);
});
