import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { findArchived } from './archive.ts';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { configMap, custom, definition, deployment, namespace, service } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());
const map = (ns: string, name: string) => ({ group: '', kind: 'ConfigMap', namespace: ns, name });

describe('what is not listed any more', () => {
  it('is deleted at once when its removal was confirmed, and can be got back from the archive', async () => {
    const ns = cluster.name('named');
    const { engine, home } = await cluster.engine();
    await engine.converge(desiredOf(1, [namespace(ns), configMap(ns, 'stays'), configMap(ns, 'goes', { a: 'kept in the archive' })]));
    engine.takeChanges();
    const result = await engine.converge(
      desiredOf(2, [namespace(ns), configMap(ns, 'stays')], { removals: [`core/ConfigMap/${ns}/goes`] }),
    );
    expect(result).toMatchObject({ removed: 1, unchanged: 2 });
    expect(await cluster.live(map(ns, 'goes'))).toBeUndefined();
    expect(await cluster.live(map(ns, 'stays'))).toBeDefined();
    expect(engine.takeChanges().gone).toEqual([`core/ConfigMap/${ns}/goes`]);
    expect((await findArchived(cluster.kube, home, { kind: 'ConfigMap', namespace: ns, name: 'goes' }))?.data).toEqual({
      a: 'kept in the archive',
    });
  });

  it('goes after ten minutes otherwise, not before, also when the agent was restarted in between', async () => {
    const ns = cluster.name('unnamed');
    let clock = Date.parse('2026-11-21T10:00:00Z');
    const now = () => clock;
    const all = [namespace(ns), configMap(ns, 'stays'), configMap(ns, 'goes')];
    const { engine, home } = await cluster.engine({ now });
    await engine.converge(desiredOf(1, all));
    await engine.converge(desiredOf(2, all.slice(0, 2)));
    expect(engine.status().get(`core/ConfigMap/${ns}/goes`)).toMatchObject({
      state: 'held',
      message: expect.stringContaining('2026-11-21T10:10Z'),
    });
    await engine.stop();
    clock += 9 * 60_000;
    const next = await cluster.engine({ now, home });
    expect(await next.engine.converge(desiredOf(2, all.slice(0, 2)))).toMatchObject({ removed: 0 });
    expect(await cluster.live(map(ns, 'goes'))).toBeDefined();
    clock += 61_000;
    expect(await next.engine.converge(desiredOf(2, all.slice(0, 2)))).toMatchObject({ removed: 1 });
    expect(await cluster.live(map(ns, 'goes'))).toBeUndefined();
  });

  it('waits for approval when it is too much or everything, data and definitions always', async () => {
    const ns = cluster.name('held');
    const group = `${cluster.name('g')}.example.test`;
    const many = Array.from({ length: 12 }, (_, number) => configMap(ns, `map-${number}`));
    const rest = [namespace(ns), definition(group, 'Lamp'), configMap(ns, 'stays')];
    const { engine } = await cluster.engine({ missingMinutes: 0 });
    await engine.converge(desiredOf(1, [...rest, ...many]));
    expect(await engine.converge(desiredOf(2, rest))).toMatchObject({ removed: 0 });
    expect(engine.heldRemovals()).toHaveLength(12);
    expect(await engine.converge(desiredOf(3, []))).toMatchObject({ removed: 0 });
    expect(engine.heldRemovals()).toHaveLength(13);
    // Approved: the next manifest names them. The namespace and the definition stay.
    expect(
      await engine.converge(desiredOf(4, [configMap(ns, 'stays')], { removals: many.map((resource) => resourceKey(resource)) })),
    ).toMatchObject({ removed: 12 });
    expect(engine.status().get(`core/Namespace/-/${ns}`)).toMatchObject({ state: 'held' });
    expect(await cluster.live({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', name: `lamps.${group}` })).toBeDefined();
  });

  it('goes all when the installation is decommissioned: custom resources before their operator, namespaces last', async () => {
    const ns = cluster.name('decommission');
    const group = `${cluster.name('g')}.example.test`;
    const lamp: Resource = {
      ...custom(group, 'Lamp', ns, 'one'),
      metadata: { name: 'one', namespace: ns, finalizers: ['example.test/operator'] },
    };
    const operator = deployment(ns, 'operator', { replicas: 0 });
    const { engine } = await cluster.engine();
    await engine.converge(desiredOf(1, [namespace(ns), definition(group, 'Lamp'), lamp, operator, service(ns, 'operator')]));
    const round = engine.converge(desiredOf(2, [], { decommission: true }));
    await reported(
      engine,
      resourceKey(lamp),
      (report) => report.state === 'removing' && report.message?.includes('example.test/operator') === true,
    );
    expect(await cluster.live({ group: 'apps', kind: 'Deployment', namespace: ns, name: 'operator' })).toBeDefined();
    await cluster.edit('operator', { group, kind: 'Lamp', namespace: ns, name: 'one' }, { metadata: { finalizers: null } });
    await round;
    await until('everything gone', () => engine.status().size === 0, 30_000);
    expect(await cluster.live({ group: '', kind: 'Namespace', name: ns })).toBeUndefined();
  });

  it('is left alone when it is not ours any more', async () => {
    const ns = cluster.name('left');
    const { engine } = await cluster.engine({ missingMinutes: 0 });
    await engine.converge(desiredOf(1, [namespace(ns), configMap(ns, 'taken'), configMap(ns, 'stays')], { driftPolicy: 'ignore' }));
    await cluster.edit('kubectl-label', map(ns, 'taken'), { metadata: { labels: { 'battery/managed': null } } });
    await engine.converge(
      desiredOf(2, [namespace(ns), configMap(ns, 'stays')], { driftPolicy: 'ignore', removals: [`core/ConfigMap/${ns}/taken`] }),
    );
    expect(await cluster.live(map(ns, 'taken'))).toBeDefined();
    expect(engine.status().has(`core/ConfigMap/${ns}/taken`)).toBe(false);
  });

  it('takes the conversion webhook off a definition that stays when its Service goes', async () => {
    const ns = cluster.name('conversion');
    const group = `${cluster.name('g')}.example.test`;
    const crd = definition(group, 'Lamp', {
      conversion: {
        strategy: 'Webhook',
        webhook: { conversionReviewVersions: ['v1'], clientConfig: { service: { name: 'operator', namespace: ns } } },
      },
    });
    const { engine } = await cluster.engine();
    await engine.converge(desiredOf(1, [namespace(ns), crd, service(ns, 'operator')]));
    await engine.converge(desiredOf(2, [namespace(ns)], { removals: [resourceKey(service(ns, 'operator'))] }));
    const live = await cluster.live({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', name: `lamps.${group}` });
    expect(live?.spec).toMatchObject({ conversion: { strategy: 'None' } });
    expect(await cluster.live({ group: '', kind: 'Service', namespace: ns, name: 'operator' })).toBeUndefined();
  });

  it('does nothing while paused, and heals nothing', async () => {
    const ns = cluster.name('paused');
    const { engine } = await cluster.engine({ missingMinutes: 0 });
    const all = [namespace(ns), configMap(ns, 'one'), configMap(ns, 'two')];
    await engine.converge(desiredOf(1, all));
    await engine.converge(
      desiredOf(2, [namespace(ns), configMap(ns, 'one'), configMap(ns, 'three')], { paused: true, removals: [`core/ConfigMap/${ns}/two`] }),
    );
    expect(await cluster.live(map(ns, 'two'))).toBeDefined();
    expect(await cluster.live(map(ns, 'three'))).toBeUndefined();
    await cluster.edit('kubectl-edit', map(ns, 'one'), { data: { a: '2' } });
    const report = await reported(engine, `core/ConfigMap/${ns}/one`, (report) => report.drift !== undefined);
    expect(report.drift?.action).toBe('reported');
    expect((await cluster.live(map(ns, 'one')))?.data).toEqual({ a: '2' });
    await engine.converge(
      desiredOf(3, [namespace(ns), configMap(ns, 'one'), configMap(ns, 'three')], { removals: [`core/ConfigMap/${ns}/two`] }),
    );
    expect(await cluster.live(map(ns, 'two'))).toBeUndefined();
    expect(await cluster.live(map(ns, 'three'))).toBeDefined();
    await until('the drift of the pause corrected', async () => JSON.stringify((await cluster.live(map(ns, 'one')))?.data) === '{"a":"1"}');
  });
});
