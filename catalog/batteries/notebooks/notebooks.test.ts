import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { render } from '../../materialize.ts';
import { storedPresets } from '../../objects/compute-size.ts';
import { Notebook } from '../../objects/notebook.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { emptyFacts, type Summary } from '../../summary.ts';

const notebook = (name: string, more: Record<string, unknown> = {}) => ({
  id: `nb_${name}`,
  ...Notebook.parse({ name, ...storedPresets.small, ...more }),
});
const summaryOf = (batteries: BatteryType[], notebooks: Summary['notebooks'], provider: 'kind' | 'provided' = 'kind'): Summary => ({
  ...kitchenSink({ usage: 'development', provider, size: 'small', batteries: ['notebooks', ...batteries] }),
  notebooks,
});
const made = (summary: Summary, kind: string) =>
  render({ summary }).resources.filter(
    (resource) => resource.kind === kind && /^(nb_|batt_notebooks)/.test(resource.metadata.labels?.['battery/owner'] ?? ''),
  );
const lab = notebook('lab');

const Server = z.object({
  template: z.object({
    spec: z.looseObject({
      containers: z.array(
        z.looseObject({
          args: z.array(z.string()),
          env: z.array(z.looseObject({ name: z.string() })),
          resources: z.object({ limits: z.record(z.string(), z.string()), requests: z.record(z.string(), z.string()) }),
        }),
      ),
    }),
  }),
});
const pod = (summary: Summary) => Server.parse(made(summary, 'StatefulSet')[0]?.spec).template.spec;

test('defect D10: CPU, memory, storage and storage class are what the notebook asks for, and its home outlives the pod', () => {
  const summary = summaryOf([], [notebook('lab', { storageClass: 'fast' })]);
  expect(pod(summary).containers[0]!.resources).toEqual({
    requests: { cpu: '500m', memory: '1Gi' },
    limits: { cpu: '2', memory: '4Gi' },
  });
  expect(made(summary, 'PersistentVolumeClaim')[0]).toMatchObject({
    metadata: { name: 'notebook-lab', namespace: 'battery-ai' },
    spec: { resources: { requests: { storage: '16Gi' } }, storageClassName: 'fast' },
  });
  expect(pod(summary)).toMatchObject({
    volumes: expect.arrayContaining([{ name: 'home', persistentVolumeClaim: { claimName: 'notebook-lab' } }]),
    containers: [{ volumeMounts: expect.arrayContaining([{ name: 'home', mountPath: '/home/jovyan' }]) }],
  });
});

test('without single sign-on a notebook asks for a token that only the cluster knows', () => {
  const summary = summaryOf([], [lab]);
  const [container] = pod(summary).containers;
  expect(container?.env).toContainEqual({ name: 'JUPYTER_TOKEN', valueFrom: { secretKeyRef: { name: 'notebook-lab', key: 'token' } } });
  expect(container?.args.join(' ')).not.toContain('token');
  expect(GeneratedSecret.parse(made(summary, 'GeneratedSecret')[0])).toMatchObject({
    metadata: { name: 'notebook-lab' },
    spec: { keys: { token: { from: 'random', length: 48 } } },
  });
});

test('sso: the mesh asks for the sign-in, so the notebook asks for nothing, and the way to sign in is a rule of the route', () => {
  const summary = summaryOf(['sso'], [lab]);
  expect(pod(summary).containers[0]!.args).toContain('--IdentityProvider.token=');
  expect(JSON.stringify(pod(summary))).not.toContain('JUPYTER_TOKEN');
  expect(made(summary, 'GeneratedSecret')).toEqual([]);
  expect(made(summary, 'HTTPRoute')[0]?.spec).toMatchObject({
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/oauth2' } }] }, { matches: [{ path: { value: '/lab' } }] }],
  });
});

test('a user’s own variable can neither open the notebook nor break it', () => {
  const env = [{ name: 'JUPYTER_TOKEN', source: 'value', value: '' }];
  const names = pod(summaryOf([], [notebook('lab', { env })])).containers[0]!.env.filter(({ name }) => name === 'JUPYTER_TOKEN');
  expect(names).toEqual([{ name: 'JUPYTER_TOKEN', valueFrom: { secretKeyRef: { name: 'notebook-lab', key: 'token' } } }]);
});

test('only the gateway and the waypoint reach a notebook, not even another notebook, and requests from outside pass the waypoint', () => {
  const summary = summaryOf(['sso'], [lab]);
  expect(made(summary, 'NetworkPolicy')[0]?.spec).toMatchObject({
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'battery-istio' } } }],
        ports: [{ port: 8888, protocol: 'TCP' }],
      },
    ],
  });
  const inMesh = made(summary, 'AuthorizationPolicy').find(({ metadata }) => metadata.name === 'isolation-notebook-lab');
  expect(inMesh?.spec).toMatchObject({
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { namespaces: ['battery-istio'] } }, { source: { principals: ['cluster.local/ns/battery-ai/sa/waypoint'] } }],
        to: [{ operation: { ports: ['8888'] } }],
      },
    ],
  });
  expect(made(summary, 'Service')[0]?.metadata.labels).toMatchObject({ 'istio.io/ingress-use-waypoint': 'true' });
});

test('defect D18: no route without a notebook, with or without sign-in, and none before an address is known', () => {
  expect(made(summaryOf([], []), 'HTTPRoute')).toEqual([]);
  expect(made(summaryOf(['sso'], []), 'HTTPRoute')).toEqual([]);
  expect(made({ ...summaryOf([], [lab]), facts: emptyFacts }, 'HTTPRoute')).toEqual([]);
  expect(made(summaryOf([], [lab, notebook('other')]), 'HTTPRoute').map(({ spec }) => spec)).toEqual([
    expect.objectContaining({
      hostnames: ['notebooks.10-1-2-3.sslip.io'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/lab' } }], backendRefs: [{ name: 'notebook-lab', port: 8888 }] },
        { matches: [{ path: { type: 'PathPrefix', value: '/other' } }], backendRefs: [{ name: 'notebook-other', port: 8888 }] },
      ],
    }),
  ]);
});

test('more notebooks than a route may have rules get another route', () => {
  const many = Array.from({ length: 17 }, (_, index) => notebook(`n${index}`));
  const rules = made(summaryOf([], many), 'HTTPRoute').map(
    ({ spec }) => z.object({ rules: z.array(z.unknown()) }).parse(spec).rules.length,
  );
  expect(rules).toEqual([16, 1]);
});

it.each([
  ['kind', true, 'nvidia'],
  ['kind', false, undefined],
  ['provided', true, undefined],
] as const)('a GPU notebook on %s with the device plugin %s has the runtime class %s', (provider, hasPlugin, expected) => {
  const gpu = notebook('gpu', { nodeType: 'nvidia_a100' });
  const spec = pod(summaryOf(hasPlugin ? ['nvidia_device_plugin'] : [], [gpu], provider));
  expect(spec.runtimeClassName).toBe(expected);
  expect(spec.containers[0]!.resources.limits['nvidia.com/gpu']).toBe('1');
  expect(pod(summaryOf([], [lab], provider)).containers[0]!.resources.limits).not.toHaveProperty('nvidia.com/gpu');
});
