import { parseKey, type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../contract.ts';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { configMap, custom, definition, deployment, ingress, namespace, service, serviceAccount } from './testing/resources.ts';

const cluster = openCluster();
const ns = cluster.name('drift');
const group = `${cluster.name('g')}.example.test`;
const at = (resource: Resource) => ({ ...parseKey(resourceKey(resource)), apiVersion: resource.apiVersion });

const web = deployment(ns, 'web');
const scaled = deployment(ns, 'scaled', { replicas: 'unset' });
const balanced = service(ns, 'balanced', { type: 'LoadBalancer' });
const account = serviceAccount(ns, 'account');
const claim: Resource = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'claim', namespace: ns },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'none' },
};
const hook: Resource = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: ns },
  webhooks: [
    {
      name: 'a.example.test',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Ignore',
      clientConfig: { service: { name: 'absent', namespace: ns } },
      rules: [{ apiGroups: ['x.example.test'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'] }],
    },
  ],
};

describe('what others may write', () => {
  let engine: Engine;
  afterAll(() => cluster.close());
  beforeAll(async () => {
    ({ engine } = await cluster.engine());
    const result = await engine.converge(desiredOf(1, [namespace(ns), web, scaled, balanced, account, claim, hook]));
    expect(result).toMatchObject({ failed: 0, waiting: 0 });
    await reported(engine, resourceKey(web), (report) => report.health === 'healthy');
    // kwok's stage gives every load balancer an address: a later one of its own would replace that of the test.
    await reported(engine, resourceKey(balanced), (report) => report.health === 'healthy');
  });

  it('is no drift: revision and scale, load balancer notes, pull secrets, caBundle, a bound volume', async () => {
    const writes: [string, Promise<{ status: number }>][] = [
      ['scale', cluster.edit('horizontal-pod-autoscaler', at(scaled), { spec: { replicas: 3 } }, { subresource: 'scale' })],
      [
        'notes',
        cluster.edit('cloud-controller-manager', at(balanced), {
          metadata: { annotations: { 'cloud.example.test/lb': 'lb-1' } },
          spec: { loadBalancerClass: null },
        }),
      ],
      [
        'address',
        cluster.edit(
          'cloud-controller-manager',
          at(balanced),
          { status: { loadBalancer: { ingress: [{ ip: '10.1.2.3' }] } } },
          { subresource: 'status' },
        ),
      ],
      ['pull secrets', cluster.edit('registry-operator', at(account), { imagePullSecrets: [{ name: 'registry' }] })],
      [
        'bound',
        cluster.edit('kube-controller-manager', at(claim), {
          metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
          spec: { volumeName: 'pv-1' },
        }),
      ],
      [
        'ca',
        cluster.edit(
          'cert-manager-cainjector',
          at(hook),
          [{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: Buffer.from('ca').toString('base64') }],
          { type: 'json' },
        ),
      ],
    ];
    for (const [what, write] of writes) expect([what, (await write).status]).toEqual([what, 200]);
    // The last event to arrive of each kind is enough to know that all were judged.
    await until('the address in the facts', async () =>
      (await engine.facts()).loadBalancers?.[resourceKey(balanced)]?.includes('10.1.2.3'),
    );
    await reported(engine, resourceKey(scaled), (report) => report.health === 'healthy');
    const live = await cluster.live(at(scaled));
    expect(live?.spec).toMatchObject({ replicas: 3 });
    expect((await cluster.live(at(hook)))?.webhooks).toMatchObject([{ clientConfig: { caBundle: expect.any(String) } }]);
    for (const report of engine.status().values()) expect(report).toMatchObject({ state: 'applied' });
    for (const report of engine.status().values()) expect([report.key, report.drift]).toEqual([report.key, undefined]);
  });

  it('is reported when a person adds a sidecar, and left there', async () => {
    const sidecar = { spec: { template: { spec: { containers: [{ name: 'sidecar', image: 'registry.invalid/sidecar:1' }] } } } };
    await cluster.edit('kubectl-patch', at(web), sidecar, { type: 'strategic' });
    const report = await reported(engine, resourceKey(web), (report) => report.drift !== undefined);
    expect(report.drift).toMatchObject({ kind: 'foreign', manager: 'kubectl-patch', action: 'reported' });
    expect(report.drift?.fields).toContain('.spec.template.spec.containers[name="sidecar"].image');
    expect(JSON.stringify((await cluster.live(at(web)))?.spec)).toContain('sidecar');
  });

  it('is removed under strict, and what is ours stays', async () => {
    const strict = deployment(ns, 'strict', { metadata: { annotations: { 'home-base/drift-policy': 'strict' } } });
    await engine.converge(desiredOf(2, [namespace(ns), web, scaled, balanced, account, claim, hook, strict]));
    await cluster.edit(
      'kubectl-patch',
      at(strict),
      { spec: { template: { spec: { containers: [{ name: 'sidecar', image: 'registry.invalid/sidecar:1' }] } } } },
      { type: 'strategic' },
    );
    const report = await reported(engine, resourceKey(strict), (report) => report.drift?.action === 'taken-over');
    expect(report.drift).toMatchObject({ kind: 'foreign', manager: 'kubectl-patch' });
    const live = await cluster.live(at(strict));
    expect(live?.spec).toMatchObject({ template: { spec: { containers: [{ name: 'web' }] } } });
    expect(JSON.stringify(live?.spec)).not.toContain('sidecar');
  });
});

describe('an edit of what is ours', () => {
  const edits = cluster.name('edits');
  const role: Resource = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'role', namespace: edits },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  };
  const budget: Resource = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'budget', namespace: edits },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
  };
  const policy: Resource = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'policy', namespace: edits },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
  };
  const secret: Resource = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'secret', namespace: edits },
    data: { a: Buffer.from('right').toString('base64') },
  };
  const crd = definition(group, 'Lamp');
  const lamp = custom(group, 'Lamp', edits, 'lamp', { level: 3 });
  const cases: [Resource, unknown, string][] = [
    [deployment(edits, 'web'), { spec: { replicas: 4 } }, '.spec.replicas'],
    [
      service(edits, 'web'),
      { spec: { ports: [{ name: 'http', port: 80, targetPort: 9999 }] } },
      '.spec.ports[port=80,protocol="TCP"].targetPort',
    ],
    [configMap(edits, 'config'), { data: { a: '2' } }, '.data.a'],
    [secret, { data: { a: Buffer.from('wrong-value').toString('base64') } }, '.data.a'],
    [ingress(edits, 'web'), { spec: { rules: [{ host: 'other.example.test' }] } }, '.spec.rules'],
    [role, { rules: [] }, '.rules'],
    [budget, { spec: { maxUnavailable: 2 } }, '.spec.maxUnavailable'],
    [policy, { spec: { policyTypes: ['Ingress', 'Egress'] } }, '.spec.policyTypes'],
    [lamp, { spec: { level: 9 } }, '.spec.level'],
    [
      crd,
      {
        spec: {
          names: { shortNames: ['lmp'] },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          ],
        },
      },
      '.spec.versions',
    ],
    [serviceAccount(edits, 'account'), { metadata: { labels: { 'battery/managed': null } } }, '.metadata.labels["battery/managed"]'],
  ];
  const resources = [namespace(edits), ...cases.map(([resource]) => resource)];
  let engine: Engine;
  beforeAll(async () => {
    ({ engine } = await openedAgain());
  });
  const openedAgain = async () => {
    const { engine } = await other.engine();
    const result = await engine.converge(desiredOf(1, resources));
    expect(result).toMatchObject({ failed: 0, waiting: 0 });
    return { engine };
  };
  const other = openCluster();
  afterAll(() => other.close());

  it.each(cases.map(([resource, patch, field]) => [resource.kind, resource, patch, field] as const))(
    'is reverted and reported with field and manager: %s',
    async (_kind, resource, patch, field) => {
      const key = resourceKey(resource);
      const before = await other.live(at(resource));
      const edited = await other.edit('kubectl-edit', at(resource), patch);
      expect(edited.status, JSON.stringify(edited.body)).toBe(200);
      const report = await reported(engine, key, (report) => report.drift !== undefined);
      expect(report.drift).toMatchObject({
        kind: 'changed',
        action: 'reverted',
        manager: field.includes('managed"') ? expect.any(String) : 'kubectl-edit',
      });
      expect(report.drift?.fields.join(' ')).toContain(field);
      expect(JSON.stringify(report)).not.toContain('wrong-value');
      const after = await other.live(at(resource));
      for (const part of ['spec', 'data', 'rules'] as const)
        if (resource.kind !== 'CustomResourceDefinition') expect(after?.[part]).toEqual(before?.[part]);
      expect(after?.metadata.labels).toEqual(before?.metadata.labels);
    },
  );

  it('is reverted when the object is deleted', async () => {
    const resource = configMap(edits, 'config');
    await other.kube.delete(at(resource));
    const report = await reported(engine, resourceKey(resource), (report) => report.drift?.kind === 'deleted');
    expect(report.drift?.action).toBe('reverted');
    expect((await other.live(at(resource)))?.data).toEqual({ a: '1' });
  });

  it('is only reported under alert, and again corrected under revert', async () => {
    const resource = configMap(edits, 'alerted');
    const { engine } = await other.engine();
    await engine.converge(desiredOf(1, [resource], { driftPolicy: 'alert' }));
    await other.edit('kubectl-edit', at(resource), { data: { a: '2' } });
    const report = await reported(engine, resourceKey(resource), (report) => report.drift !== undefined);
    expect(report.drift).toMatchObject({ kind: 'changed', action: 'reported', fields: ['.data.a'], manager: 'kubectl-edit' });
    expect((await other.live(at(resource)))?.data).toEqual({ a: '2' });
    await engine.converge(desiredOf(2, [resource]));
    await other.edit('kubectl-edit', at(resource), { data: { a: '3' } });
    await reported(engine, resourceKey(resource), (report) => report.drift?.action === 'reverted');
    expect((await other.live(at(resource)))?.data).toEqual({ a: '1' });
  });

  it('is corrected less often when another controller keeps writing', async () => {
    const resource = configMap(edits, 'fought');
    const { engine } = await other.engine();
    await engine.converge(desiredOf(1, [resource]));
    for (let round = 0; round < 6; round += 1) {
      await until(`correction ${round}`, async () => JSON.stringify((await other.live(at(resource)))?.data) === '{"a":"1"}');
      await other.edit('rival', at(resource), { data: { a: `rival ${round}` } });
      await until(`correction ${round} done`, async () => JSON.stringify((await other.live(at(resource)))?.data) === '{"a":"1"}');
    }
    const report = await reported(engine, resourceKey(resource), (report) => (report.conflicts?.length ?? 0) > 0);
    expect(report.conflicts).toEqual(['rival: .data.a']);
    await other.edit('rival', at(resource), { data: { a: 'stays for now' } });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await other.live(at(resource)))?.data).toEqual({ a: 'stays for now' });
  });
});
