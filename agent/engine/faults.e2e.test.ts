import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { createKube } from '../kube/kube.ts';
import { readKubeconfig } from '../kube/kubeconfig.ts';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { startFaultyProxy } from './testing/faulty-proxy.ts';
import { configMap, namespace } from './testing/resources.ts';

describe('faults', () => {
  const cluster = openCluster();
  afterAll(() => cluster.close());

  it('a storm of 429, 500, cut connections and late answers: everything is applied once it is over', async () => {
    const ns = cluster.name('storm');
    const proxy = await startFaultyProxy(cluster.config, (number) =>
      number > 150 ? 'pass' : number % 5 === 0 ? 'throttle' : number % 7 === 0 ? 'error' : number % 11 === 0 ? 'cut' : 'pass',
    );
    const kube = createKube({ url: proxy.url });
    const { engine } = await cluster.engine({ kube });
    const resources = [namespace(ns), ...Array.from({ length: 80 }, (_, number) => configMap(ns, `map-${number}`))];
    await engine.converge(desiredOf(1, resources));
    await until('all applied', () => [...engine.status().values()].filter((report) => report.state === 'applied').length === 81, 40_000);
    expect(kube.stats().throttled).toBeGreaterThan(3);
    await engine.stop();
    await proxy.close();
  });

  it('a newer version stops an older round, and a killed agent leaves nothing that its successor cannot finish', async () => {
    const ns = cluster.name('kill');
    const many = (value: string) => [
      namespace(ns),
      ...Array.from({ length: 120 }, (_, number) => configMap(ns, `map-${number}`, { a: value })),
    ];
    const proxy = await startFaultyProxy(cluster.config, () => 'pass');
    const { engine, home } = await cluster.engine({ kube: createKube({ url: proxy.url }) });
    const older = engine.converge(desiredOf(1, many('1')));
    await until('the older round begun', () => [...engine.status().values()].some((report) => report.state === 'applied'));
    const newer = engine.converge(desiredOf(2, many('2')));
    expect((await older).applied).toBeLessThan(121);
    // From here on nothing of it reaches the cluster, as if its process were gone.
    await until('the newer round begun', () => [...engine.status().values()].filter((report) => report.state === 'applied').length > 20);
    await proxy.close();
    const successor = await cluster.engine({ home });
    expect(await successor.engine.converge(desiredOf(3, many('3')))).toMatchObject({ failed: 0, waiting: 0 });
    for (const number of [0, 60, 119])
      expect((await cluster.live({ group: '', kind: 'ConfigMap', namespace: ns, name: `map-${number}` }))?.data).toEqual({ a: '3' });
    await engine.stop();
    await newer;
    expect(successor.engine.status().get(`core/ConfigMap/${ns}/map-0`)?.state).toBe('applied');
  });

  it('lost state is made again by applying everything, without a change in the cluster', async () => {
    const ns = cluster.name('lost');
    const resources = [namespace(ns), configMap(ns, 'one'), configMap(ns, 'two')];
    const { engine } = await cluster.engine();
    await engine.converge(desiredOf(1, resources));
    await engine.stop();
    const version = (await cluster.live({ group: '', kind: 'ConfigMap', namespace: ns, name: 'one' }))?.metadata.resourceVersion;
    const again = await cluster.engine();
    expect(await again.engine.converge(desiredOf(1, resources))).toMatchObject({ applied: 3 });
    expect((await cluster.live({ group: '', kind: 'ConfigMap', namespace: ns, name: 'one' }))?.metadata.resourceVersion).toBe(version);
  });

  it('drift is seen where the server cannot stream a listing, and after its watch history is gone', async () => {
    const ns = cluster.name('old');
    let goneLeft = 2;
    const proxy = await startFaultyProxy(cluster.config, (_, path) =>
      !path.includes('watch=true') ? 'pass' : path.includes('sendInitialEvents') ? 'no-streamed-lists' : goneLeft-- > 0 ? 'gone' : 'pass',
    );
    const { engine, logs } = await cluster.engine({ kube: createKube({ url: proxy.url }) });
    await engine.converge(desiredOf(1, [namespace(ns), configMap(ns, 'one')]));
    await cluster.edit('kubectl-edit', { group: '', kind: 'ConfigMap', namespace: ns, name: 'one' }, { data: { a: '2' } });
    await reported(engine, `core/ConfigMap/${ns}/one`, (report) => report.drift?.action === 'reverted');
    expect(logs.some((line) => line.includes('too old resource version'))).toBe(true);
    await engine.stop();
    await proxy.close();
  });

  it('a restarted agent applies nothing, and corrects what drifted while it was away', async () => {
    const ns = cluster.name('away');
    const resources = [namespace(ns), configMap(ns, 'edited'), configMap(ns, 'deleted'), configMap(ns, 'same')];
    const { engine, home } = await cluster.engine();
    await engine.converge(desiredOf(1, resources));
    await engine.stop();
    await cluster.edit('kubectl-edit', { group: '', kind: 'ConfigMap', namespace: ns, name: 'edited' }, { data: { a: '2' } });
    await cluster.kube.delete({ group: '', kind: 'ConfigMap', namespace: ns, name: 'deleted' });
    const next = await cluster.engine({ home });
    expect(await next.engine.converge(desiredOf(1, resources))).toMatchObject({ applied: 0, unchanged: 4 });
    await reported(next.engine, `core/ConfigMap/${ns}/edited`, (report) => report.drift?.kind === 'changed');
    await reported(next.engine, `core/ConfigMap/${ns}/deleted`, (report) => report.drift?.kind === 'deleted');
    expect((await cluster.live({ group: '', kind: 'ConfigMap', namespace: ns, name: 'edited' }))?.data).toEqual({ a: '1' });
    expect((await cluster.live({ group: '', kind: 'ConfigMap', namespace: ns, name: 'deleted' }))?.data).toEqual({ a: '1' });
  });
});

it('the API server is restarted in the middle of a round: it converges, and drift is seen again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-agent-restart-'));
  const plane = await startControlPlane({ dir, kwok: false, controllerManager: false });
  const cluster = openCluster(readKubeconfig(plane.kubeconfigPath));
  try {
    const { engine } = await cluster.engine();
    const resources = [namespace('restart'), ...Array.from({ length: 300 }, (_, number) => configMap('restart', `map-${number}`))];
    await engine.converge(desiredOf(1, resources.slice(0, 10)));
    const round = engine.converge(desiredOf(2, resources));
    await until('the round begun', () => [...engine.status().values()].filter((report) => report.state === 'applied').length > 30);
    await plane.killApiServer();
    await plane.restartApiServer();
    await round;
    await until('all applied', () => [...engine.status().values()].filter((report) => report.state === 'applied').length === 301, 40_000);
    await cluster.edit('kubectl-edit', { group: '', kind: 'ConfigMap', namespace: 'restart', name: 'map-7' }, { data: { a: '2' } });
    await reported(engine, 'core/ConfigMap/restart/map-7', (report) => report.drift?.action === 'reverted', 40_000);
  } finally {
    await cluster.close();
    await plane.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
