import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { configMap, custom, definition, deployment, namespace, service } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());
const inNamespace = (ns: string, name: string, kind = 'ConfigMap') => ({ group: '', kind, namespace: ns, name });

describe('what the API server does not accept', () => {
  it('is taken by force when another manager holds a field, and the manager is named', async () => {
    const ns = cluster.name('conflict');
    await cluster.kube.apply(namespace(ns));
    await cluster.post('helm', { ...configMap(ns, 'config', { a: 'theirs', b: 'theirs' }) });
    const { engine } = await cluster.engine();
    expect(await engine.converge(desiredOf(1, [configMap(ns, 'config', { a: 'ours' })]))).toMatchObject({ applied: 1 });
    expect(engine.status().get(`core/ConfigMap/${ns}/config`)).toMatchObject({ state: 'applied', conflicts: ['helm: .data.a'] });
    expect((await cluster.live(inNamespace(ns, 'config')))?.data).toEqual({ a: 'ours', b: 'theirs' });
  });

  it('fails with the immutable field named, and the rest goes on', async () => {
    const ns = cluster.name('immutable');
    const { engine } = await cluster.engine();
    const before = deployment(ns, 'web', { replicas: 0 });
    await engine.converge(desiredOf(1, [namespace(ns), before]));
    const after = structuredClone(before);
    Object.assign(after, { spec: { ...(deployment(ns, 'other', { replicas: 0 }).spec as object) } });
    const result = await engine.converge(desiredOf(2, [namespace(ns), after, configMap(ns, 'config')]));
    expect(result).toMatchObject({ applied: 1, failed: 1 });
    const report = engine.status().get(resourceKey(after));
    expect(report?.state).toBe('failed');
    expect(report?.message).toMatch(/^spec\.selector cannot be changed on an existing Deployment/);
  });

  it('is made anew where the resource allows it', async () => {
    const ns = cluster.name('recreate');
    const job = (image: string): Resource => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job', namespace: ns, annotations: { 'home-base/recreate': 'true' } },
      spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] } } },
    });
    const { engine } = await cluster.engine();
    await engine.converge(desiredOf(1, [namespace(ns), job('registry.invalid/a:1')]));
    const uid = (await cluster.live({ group: 'batch', kind: 'Job', namespace: ns, name: 'job' }))?.metadata.uid;
    expect(await engine.converge(desiredOf(2, [namespace(ns), job('registry.invalid/a:2')]))).toMatchObject({ applied: 1, failed: 0 });
    const live = await cluster.live({ group: 'batch', kind: 'Job', namespace: ns, name: 'job' });
    expect(JSON.stringify(live?.spec)).toContain('a:2');
    expect(live?.metadata.uid).not.toBe(uid);
  });

  it('fails with the quota named and is applied when the quota allows it', async () => {
    const ns = cluster.name('quota');
    const quota = (count: string): Resource => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: ns },
      spec: { hard: { 'count/secrets': count } },
    });
    const secret: Resource = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret', namespace: ns }, data: {} };
    await cluster.kube.apply(namespace(ns));
    await cluster.kube.apply(quota('0'));
    await until(
      'the quota counted',
      async () =>
        (await cluster.live(inNamespace(ns, 'quota', 'ResourceQuota')))?.status !== undefined &&
        JSON.stringify((await cluster.live(inNamespace(ns, 'quota', 'ResourceQuota')))?.status).includes('used'),
    );
    const { engine } = await cluster.engine();
    expect(await engine.converge(desiredOf(1, [secret, configMap(ns, 'config')]))).toMatchObject({ applied: 1, failed: 1 });
    expect(engine.status().get(resourceKey(secret))).toMatchObject({ state: 'failed', message: expect.stringContaining('Forbidden') });
    await cluster.kube.apply(quota('10'), { force: true });
    await reported(engine, resourceKey(secret), (report) => report.state === 'applied');
  });

  it('names a 1.5 MB object as too large and applies the others', async () => {
    const ns = cluster.name('large');
    const { engine } = await cluster.engine();
    const result = await engine.converge(
      desiredOf(1, [namespace(ns), configMap(ns, 'large', { a: 'x'.repeat(1_500_000) }), configMap(ns, 'small')]),
    );
    expect(result).toMatchObject({ applied: 2, failed: 1 });
    expect(engine.status().get(`core/ConfigMap/${ns}/large`)?.message).toMatch(/too l(arge|ong)/i);
  });

  it('waits for a namespace that somebody makes later', async () => {
    const ns = cluster.name('later');
    const { engine } = await cluster.engine();
    expect(await engine.converge(desiredOf(1, [configMap(ns, 'config')]))).toMatchObject({ applied: 0, waiting: 1, failed: 0 });
    expect(engine.status().get(`core/ConfigMap/${ns}/config`)).toMatchObject({ state: 'waiting', waitsFor: `core/Namespace/-/${ns}` });
    await cluster.kube.apply(namespace(ns));
    await reported(engine, `core/ConfigMap/${ns}/config`, (report) => report.state === 'applied');
  });

  it('waits while its namespace is being deleted, and is all there again afterwards', async () => {
    const ns = cluster.name('terminating');
    await cluster.kube.apply(namespace(ns));
    const blocker: Resource = {
      ...configMap(ns, 'blocker'),
      metadata: { name: 'blocker', namespace: ns, finalizers: ['example.test/wait'] },
    };
    await cluster.kube.apply(blocker);
    await cluster.kube.delete(inNamespace(ns, ns, 'Namespace'));
    const { engine } = await cluster.engine();
    expect(await engine.converge(desiredOf(1, [namespace(ns), configMap(ns, 'config')]))).toMatchObject({ waiting: 1, failed: 0 });
    expect(engine.status().get(`core/ConfigMap/${ns}/config`)).toMatchObject({
      state: 'waiting',
      waitsFor: `core/Namespace/-/${ns}`,
      message: expect.stringContaining('being deleted'),
    });
    await cluster.edit('test', inNamespace(ns, 'blocker'), { metadata: { finalizers: null } });
    await reported(engine, `core/ConfigMap/${ns}/config`, (report) => report.state === 'applied', 30_000);
    expect(await cluster.live(inNamespace(ns, 'config'))).toBeDefined();
  });

  it('waits for a definition that somebody makes later, without holding up the rest', async () => {
    const ns = cluster.name('undefined');
    const group = `${cluster.name('g')}.example.test`;
    const { engine } = await cluster.engine();
    const result = await engine.converge(desiredOf(1, [namespace(ns), custom(group, 'Lamp', ns, 'one'), configMap(ns, 'config')]));
    expect(result).toMatchObject({ applied: 2, waiting: 1 });
    expect(result.finishedAt.getTime() - result.startedAt.getTime()).toBeLessThan(5000);
    await cluster.kube.apply(definition(group, 'Lamp'));
    await reported(engine, `${group}/Lamp/${ns}/one`, (report) => report.state === 'applied');
  });

  it('lets custom resources and webhook configurations wait for the Service that answers, and nothing else', async () => {
    const ns = cluster.name('webhook');
    const group = `${cluster.name('g')}.example.test`;
    const hook: Resource = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: ns },
      webhooks: [
        {
          name: 'lamps.example.test',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          clientConfig: { service: { name: 'operator', namespace: ns } },
          rules: [{ apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['lamps'] }],
        },
      ],
    };
    const operator = service(ns, 'operator');
    const resources = (replicas: number) => [
      namespace(ns),
      definition(group, 'Lamp'),
      custom(group, 'Lamp', ns, 'one'),
      hook,
      operator,
      deployment(ns, 'operator', { replicas }),
      configMap(ns, 'config'),
    ];
    const { engine } = await cluster.engine();
    // The workload cannot become ready: the round ends all the same.
    const result = await engine.converge(desiredOf(1, resources(0)));
    expect(result).toMatchObject({ applied: 5, waiting: 2, failed: 0 });
    for (const key of [`${group}/Lamp/${ns}/one`, resourceKey(hook)])
      expect(engine.status().get(key)).toMatchObject({ state: 'waiting', waitsFor: resourceKey(operator) });
    // It becomes ready (a simulated pod): both go on.
    await engine.converge(desiredOf(2, resources(1)));
    await reported(engine, `${group}/Lamp/${ns}/one`, (report) => report.state === 'applied', 30_000);
    await reported(engine, resourceKey(hook), (report) => report.state === 'applied');
  });

  it('applies a custom resource with a field that its definition gained in the same manifest', async () => {
    const ns = cluster.name('upgrade');
    const group = `${cluster.name('g')}.example.test`;
    const schema = (fields: object) =>
      definition(group, 'Lamp', {
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: fields } } } },
          },
        ],
      });
    const { engine } = await cluster.engine();
    await engine.converge(desiredOf(1, [namespace(ns), schema({ a: { type: 'string' } }), custom(group, 'Lamp', ns, 'one', { a: '1' })]));
    await engine.converge(
      desiredOf(2, [
        namespace(ns),
        schema({ a: { type: 'string' }, b: { type: 'string' } }),
        custom(group, 'Lamp', ns, 'one', { a: '1', b: '2' }),
      ]),
    );
    await reported(engine, `${group}/Lamp/${ns}/one`, (report) => report.state === 'applied');
    expect((await cluster.live({ group, kind: 'Lamp', namespace: ns, name: 'one' }))?.spec).toEqual({ a: '1', b: '2' });
  });
});
