import { expect, it, test } from 'vitest';
import { hostPowersOf } from '../../host-powers.ts';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, settledFacts } from '../../sample-summary.ts';

const made = (batteries: BatteryType[], config: Parameters<typeof kitchenSink>[0]['config'] = {}, facts = settledFacts) =>
  render({ summary: { ...kitchenSink({ usage: 'internal_dev', provider: 'aws', size: 'tiny', batteries, config }), facts } }).resources;
const find = (resources: ReturnType<typeof made>, kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const meshOf = (resources: ReturnType<typeof made>) => JSON.parse(String(Object(find(resources, 'ConfigMap', 'istio')?.data).mesh ?? '{}'));

test('istiod can neither make workloads nor change any webhook but its own, and injects nothing', () => {
  const resources = made(['istio']);
  const rules = JSON.stringify([find(resources, 'ClusterRole', 'istiod')?.rules, find(resources, 'Role', 'istiod')?.rules]);
  expect(rules).not.toMatch(/"deployments"|"serviceaccounts"|"poddisruptionbudgets"|"\*"/);
  expect(rules).toContain('"resourceNames":["istio-validator"],"verbs":["update"]');
  expect(resources.filter(({ kind }) => kind === 'MutatingWebhookConfiguration')).toEqual([]);
  const istiod = JSON.stringify(find(resources, 'Deployment', 'istiod'));
  expect(istiod).toContain('{"name":"PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER","value":"false"}');
  expect(istiod).toContain('{"name":"INJECT_ENABLED","value":"false"}');
});

test("what istiod writes into its webhook's configuration is not ours, so that nobody fights over it", () => {
  const [webhook] = [find(made(['istio']), 'ValidatingWebhookConfiguration', 'istio-validator')?.webhooks].flat();
  expect(webhook).toMatchObject({ clientConfig: { service: { name: 'istiod', namespace: 'battery-istio', path: '/validate' } } });
  expect(JSON.stringify(webhook)).not.toMatch(/failurePolicy|caBundle/);
});

test('only the two agents of the nodes take anything of their node, and neither is privileged or on its network', () => {
  const powers = made(['istio']).flatMap((resource) => hostPowersOf(resource).map((power) => `${resource.metadata.name} ${power}`));
  expect(powers.sort()).toEqual([
    'istio-cni-node DAC_OVERRIDE',
    'istio-cni-node NET_ADMIN',
    'istio-cni-node NET_RAW',
    'istio-cni-node SYS_ADMIN',
    'istio-cni-node SYS_PTRACE',
    'istio-cni-node hostPath',
    'ztunnel NET_ADMIN',
    'ztunnel NET_RAW',
    'ztunnel SYS_ADMIN',
    'ztunnel hostPath',
  ]);
});

test('a Deployment that is scaled by load does not say how many it wants', () => {
  const resources = made(['istio', 'istio_gateway']);
  for (const scaler of resources.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
    const { name } = scaler.metadata;
    expect(scaler.spec).toMatchObject({ scaleTargetRef: { kind: 'Deployment', name } });
    expect(find(resources, 'Deployment', name)?.spec, name).toEqual(expect.not.objectContaining({ replicas: expect.anything() }));
  }
});

it.each([
  ['istio', 'istiod.battery-istio.svc:15012', undefined],
  ['istio_csr', 'cert-manager-istio-csr.battery-base.svc:443', 'false'],
] as const)('D21: with %s every proxy gets its certificate from %s', (battery, address, server) => {
  const resources = made([battery, 'istio_gateway', 'keycloak']);
  const addresses = resources
    .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
    .flatMap(({ spec }) => [...JSON.stringify(spec).matchAll(/"name":"CA_ADDR(?:ESS)?","value":"([^"]+)"/g)].map(([, value]) => value));
  // The gateway, ztunnel, and the waypoints of core and ai.
  expect(addresses).toEqual(Array(4).fill(address));
  const istiod = JSON.stringify(find(resources, 'Deployment', 'istiod'));
  expect(/"name":"ENABLE_CA_SERVER","value":"(\w+)"/.exec(istiod)?.[1]).toBe(server);
  expect(istiod.includes('"secretName":"istiod-tls"')).toBe(server === 'false');
});

test('namespaces of workloads are in the mesh, base is not, and each lets the tunnel and the probes in', () => {
  const resources = made(['istio', 'traditional_services']);
  const inMesh = resources
    .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/dataplane-mode'] === 'ambient')
    .map(({ metadata }) => metadata.name);
  expect(inMesh.sort()).toEqual(['battery-ai', 'battery-core', 'battery-data', 'battery-traditional']);
  const tunnels = resources.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'mesh');
  expect(tunnels.map(({ metadata }) => metadata.namespace).sort()).toEqual(inMesh);
  for (const { spec } of tunnels)
    expect(spec).toMatchObject({
      ingress: [
        { from: [{ namespaceSelector: {} }], ports: [{ port: 15_008, protocol: 'TCP' }] },
        { from: [{ ipBlock: { cidr: '169.254.7.127/32' } }, { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } }] },
      ],
    });
  expect(JSON.stringify(made(['battery_core', 'traditional_services']))).not.toContain('istio.io/');
});

test('the mesh knows the proxies that ask for sign-in, once there is a sign-in to ask for', () => {
  const batteries: BatteryType[] = ['istio_gateway', 'sso', 'notebooks', 'vm_agent', 'victoria_metrics'];
  expect(meshOf(made(batteries)).extensionProviders).toMatchObject([
    {
      name: 'notebooks-ext-authz-http',
      envoyExtAuthzHttp: { service: 'oauth2-proxy-notebooks.battery-ai.svc.cluster.local', port: 80 },
    },
    { name: 'vm-agent-ext-authz-http', envoyExtAuthzHttp: { service: 'oauth2-proxy-vm-agent.battery-core.svc.cluster.local' } },
    { name: 'victoria-metrics-ext-authz-http' },
  ]);
  expect(meshOf(made(batteries.filter((type) => type !== 'sso')))).not.toHaveProperty('extensionProviders');
  expect(meshOf(made(batteries, {}, { ...settledFacts, ingressAddresses: [] }))).not.toHaveProperty('extensionProviders');
});

test('metrics of the control plane and of all proxies are collected with VictoriaMetrics, and not without', () => {
  const scrapes = (batteries: BatteryType[]) =>
    made(batteries)
      .filter(({ kind, metadata }) => /^VM(Pod|Service)Scrape$/.test(kind) && metadata.namespace === 'battery-istio')
      .map(({ metadata }) => metadata.name);
  expect(scrapes(['istio', 'victoria_metrics']).sort()).toEqual([
    'envoy-stats-monitor',
    'istio-cni-monitor',
    'istio-component-monitor',
    'ztunnel-monitor',
  ]);
  expect(scrapes(['istio'])).toEqual([]);
});

test('nodes that keep their CNI elsewhere are served, and a path cannot climb out of what it names', () => {
  const resources = made(['istio'], { istio: { cniBinDir: '/home/kubernetes/bin' } });
  expect(JSON.stringify(find(resources, 'DaemonSet', 'istio-cni-node'))).toContain('"hostPath":{"path":"/home/kubernetes/bin"}');
  for (const cniBinDir of ['/opt/../etc', 'opt/cni', '/', '/opt//cni'])
    expect(
      made(['istio'], { istio: { cniBinDir } }).some(({ metadata }) => metadata.name === 'istiod'),
      cniBinDir,
    ).toBe(false);
});
