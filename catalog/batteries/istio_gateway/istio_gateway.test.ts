import type { Resource } from '@home-base/schema/kube/resource.ts';
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, type Sample, settledFacts } from '../../sample-summary.ts';
import type { Summary } from '../../summary.ts';

const email = { cert_manager: { email: 'ops@example.com' } };
const summaryOf = (sample: Partial<Sample>, change: Partial<Summary> = {}): Summary => ({
  ...kitchenSink({ usage: 'internal_dev', provider: 'aws', size: 'tiny', config: email, batteries: ['istio_gateway'], ...sample }),
  ...change,
});
const made = (sample: Partial<Sample>, change: Partial<Summary> = {}) => render({ summary: summaryOf(sample, change) }).resources;
const names = (resources: Resource[], kind: string) =>
  resources.filter((resource) => resource.kind === kind).map(({ metadata }) => metadata.name);
const find = (resources: Resource[], kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

const GatewaySpec = z.object({
  gatewayClassName: z.string(),
  addresses: z.array(z.object({ type: z.literal('Hostname'), value: z.string() })),
  listeners: z.array(
    z.object({ name: z.string(), port: z.number(), protocol: z.string(), hostname: z.string().optional(), tls: z.unknown().optional() }),
  ),
});
const gateways = (resources: Resource[]) =>
  resources.filter(({ kind }) => kind === 'Gateway').map(({ metadata, spec }) => ({ ...metadata, ...GatewaySpec.parse(spec) }));
const secure = (resources: Resource[]) =>
  gateways(resources)
    .flatMap(({ listeners }) => listeners.filter(({ protocol }) => protocol === 'HTTPS').map(({ name, hostname }) => `${name} ${hostname}`))
    .sort();

const web: BatteryType[] = ['cert_manager', 'istio_gateway', 'traditional_services', 'knative', 'grafana', 'sso', 'forgejo'];

test('every Gateway names a Service that is made, whose ports reach pods that are made', () => {
  const resources = made({ batteries: web });
  for (const { addresses, listeners, name } of gateways(resources)) {
    const [service, namespace] = (addresses[0]?.value ?? '').split('.');
    const found = resources.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
    );
    const { ports, selector } = z
      .object({ selector: z.record(z.string(), z.string()), ports: z.array(z.object({ port: z.number(), targetPort: z.unknown() })) })
      .parse(found?.spec);
    const pods = JSON.stringify(
      resources.find(
        ({ kind, metadata, spec }) =>
          kind === 'Deployment' &&
          metadata.namespace === namespace &&
          JSON.stringify(Object(spec).selector.matchLabels) === JSON.stringify(selector),
      ),
    );
    for (const { port } of listeners) {
      const target = ports.find((one) => one.port === port)?.targetPort;
      expect(pods, `${name} ${port}`).toMatch(new RegExp(`"(containerPort|name)":"?${target}\\b`));
    }
  }
});

it.each<[string, Partial<Sample>, Partial<Summary>]>([
  ['without cert-manager', { batteries: web.filter((type) => type !== 'cert_manager' && type !== 'sso') }, {}],
  ['on kind', { batteries: web, provider: 'kind' }, {}],
  ['without an address for the authority', { batteries: web, config: {} }, {}],
  ['before the authority is ready', { batteries: web }, { facts: { ...settledFacts, readyIssuers: ['self-signed'] } }],
])('D8: %s there is no HTTPS listener, certificate, redirect or open port, and routes hang on plain HTTP', (_when, sample, change) => {
  const resources = made(sample, change);
  expect(secure(resources)).toEqual([]);
  expect(names(resources, 'Certificate').filter((name) => name.startsWith('https-'))).toEqual([]);
  expect(names(resources, 'HTTPRoute').filter((name) => name.startsWith('http-redirect'))).toEqual([]);
  expect(JSON.stringify(find(resources, 'Service', 'istio-ingressgateway'))).not.toContain('443');
  expect(find(resources, 'HTTPRoute', 'web')?.spec).toMatchObject({ parentRefs: [{ name: 'istio-ingressgateway', sectionName: 'http' }] });
});

test('with TLS each host has a listener, a certificate of that name for it alone, and a redirect', () => {
  const resources = made({ batteries: web });
  expect(secure(resources)).toEqual(
    expect.arrayContaining([
      'https-web-shop-0 shop.webapp.10-1-2-3.sslip.io',
      'https-web-shop-1 shop.example.com',
      'https-web-web-0 web.webapp.10-1-2-3.sslip.io',
      'https-knative-hello-0 hello.knative.10-1-2-3.sslip.io',
    ]),
  );
  const certificates = resources.filter(({ kind, metadata }) => kind === 'Certificate' && metadata.name.startsWith('https-'));
  expect(
    certificates
      .map(({ metadata, spec }) => `${metadata.name} ${z.object({ dnsNames: z.array(z.string()).length(1) }).parse(spec).dnsNames}`)
      .sort(),
  ).toEqual(secure(resources));
  for (const { metadata, spec } of certificates) {
    expect(metadata.namespace).toBe('battery-istio');
    expect(spec).toMatchObject({ secretName: metadata.name, issuerRef: { name: 'lets-encrypt', kind: 'ClusterIssuer' } });
  }
  expect(find(resources, 'HTTPRoute', 'http-redirect-web-shop')?.spec).toMatchObject({
    parentRefs: [{ name: 'istio-ingressgateway', sectionName: 'http' }],
    hostnames: ['shop.webapp.10-1-2-3.sslip.io', 'shop.example.com'],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  });
  expect(find(resources, 'HTTPRoute', 'shop')?.spec).toMatchObject({
    parentRefs: [
      { name: 'https-web-shop', namespace: 'battery-istio', sectionName: 'https-web-shop-0' },
      { name: 'https-web-shop', namespace: 'battery-istio', sectionName: 'https-web-shop-1' },
    ],
  });
});

test('D18: internal services, and those that answer no HTTP, get no listener and no certificate', () => {
  const summary = summaryOf({ batteries: web });
  const raw = {
    ...summary.traditionalServices[0]!,
    id: 'svc_raw',
    name: 'raw',
    ports: [{ name: 'raw', number: 9100, protocol: 'tcp' as const }],
  };
  const { resources } = render({ summary: { ...summary, traditionalServices: [...summary.traditionalServices, raw] } });
  const text = JSON.stringify(resources.filter(({ kind }) => ['Gateway', 'Certificate', 'HTTPRoute'].includes(kind)));
  expect(text).toContain('web-shop');
  expect(text).not.toMatch(/worker\.|inside\.|raw\.webapp/);
  for (const { spec } of resources.filter(({ kind }) => kind === 'HTTPRoute'))
    expect(z.object({ rules: z.array(z.unknown()).min(1) }).safeParse(spec).success).toBe(true);
});

test('no Gateway has more listeners than the Gateway API takes, however many services there are', () => {
  const summary = summaryOf({ batteries: web });
  const many = <T extends { id: string; name: string }>(one: T) =>
    Array.from({ length: 70 }, (_, index) => ({ ...one, id: `${one.id}_${index}`, name: `${one.name}-${index}`, additionalHosts: [] }));
  const { resources, failures } = render({
    summary: { ...summary, traditionalServices: many(summary.traditionalServices[0]!), knativeServices: many(summary.knativeServices[0]!) },
  });
  expect(failures).toEqual([]);
  for (const { name, listeners } of gateways(resources)) expect(listeners.length, name).toBeLessThanOrEqual(64);
  expect(secure(resources).filter((listener) => listener.startsWith('https-web-'))).toHaveLength(70);
});

test('what a service needs of the gateway is its own, so that its failure is its own', () => {
  const owner = (kind: string, name: string) => find(made({ batteries: web }), kind, name)?.metadata.labels?.['battery/owner'];
  expect(owner('Gateway', 'https-web-shop')).toBe('svc_shop');
  expect(owner('Certificate', 'https-web-shop-1')).toBe('svc_shop');
  expect(owner('Certificate', 'https-knative-hello-0')).toBe('ksvc_hello');
});

test("Forgejo's SSH has a listener and an open port with Forgejo only", () => {
  const ssh = (batteries: BatteryType[]) => {
    const resources = made({ batteries });
    const spec = (kind: string) => JSON.stringify(find(resources, kind, 'istio-ingressgateway')?.spec);
    return [spec('Gateway').includes('"name":"ssh","port":22,"protocol":"TCP"'), spec('Service').includes('"targetPort":2222')];
  };
  expect(ssh(['istio_gateway', 'forgejo'])).toEqual([true, true]);
  expect(ssh(['istio_gateway'])).toEqual([false, false]);
});

test('waypoints stand where sign-in is asked for once there is Keycloak, and core and ai send everything through theirs', () => {
  const waypoints = (batteries: BatteryType[]) =>
    made({ batteries })
      .filter(({ kind, metadata }) => kind === 'Gateway' && metadata.name === 'waypoint')
      .map(({ metadata }) => metadata.namespace);
  const users = (batteries: BatteryType[]) =>
    made({ batteries })
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/use-waypoint'] === 'waypoint')
      .map(({ metadata }) => metadata.name);
  expect(waypoints(['istio_gateway', 'keycloak'])).toEqual(['battery-core', 'battery-ai']);
  expect(waypoints(['istio_gateway', 'keycloak', 'knative', 'traditional_services'])).toEqual([
    'battery-core',
    'battery-ai',
    'battery-knative',
    'battery-traditional',
  ]);
  expect(users(['istio_gateway', 'keycloak', 'knative', 'traditional_services'])).toEqual(['battery-core', 'battery-ai']);
  for (const without of [
    ['istio_gateway', 'knative', 'traditional_services'],
    ['istio', 'keycloak'],
  ] satisfies BatteryType[][]) {
    expect(waypoints(without)).toEqual([]);
    expect(users(without)).toEqual([]);
  }
});

test('a waypoint is not led through itself', () => {
  const resources = made({ batteries: ['istio_gateway', 'keycloak'] });
  const service = find(resources, 'Service', 'waypoint');
  expect(service?.metadata.labels).toMatchObject({ 'gateway.istio.io/managed': 'istio.io-mesh-controller' });
  expect(JSON.stringify(find(resources, 'Deployment', 'waypoint'))).toContain('"istio.io/dataplane-mode":"none"');
});

test('on AWS the Service asks for a network load balancer where the controller is there, which can be kept from the internet', () => {
  const annotations = (batteries: BatteryType[], scheme?: string) =>
    find(made({ batteries, config: { istio_gateway: scheme ? { scheme } : {} } }), 'Service', 'istio-ingressgateway')?.metadata.annotations;
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer';
  expect(annotations(['istio_gateway', 'aws_load_balancer_controller'])).toMatchObject({
    [`${prefix}-type`]: 'external',
    [`${prefix}-scheme`]: 'internet-facing',
    [`${prefix}-nlb-target-type`]: 'ip',
    [`${prefix}-attributes`]: 'load_balancing.cross_zone.enabled=true',
  });
  expect(annotations(['istio_gateway', 'aws_load_balancer_controller'], 'internal')).toMatchObject({ [`${prefix}-scheme`]: 'internal' });
  expect(annotations(['istio_gateway'])).toBeUndefined();
});

test('routes come from namespaces of Home Base only, unless the user opens the gateway to all', () => {
  const from = (routesFrom?: string) => JSON.stringify(gatewaysOf(routesFrom));
  const gatewaysOf = (routesFrom?: string) =>
    made({ batteries: web, config: { ...email, istio_gateway: routesFrom ? { routesFrom } : {} } }).filter(
      ({ kind, metadata }) => kind === 'Gateway' && metadata.name !== 'waypoint',
    );
  expect(from()).not.toContain('"from":"All"');
  expect(from()).toContain('"from":"Selector","selector":{"matchLabels":{"battery/managed":"true"}}');
  expect(from('all')).not.toContain('"from":"Selector"');
});

test('the door has a disruption budget and two pods, unless one is asked for', () => {
  expect(names(made({}), 'PodDisruptionBudget')).toEqual(['istio-ingressgateway']);
  expect(names(made({ config: { istio_gateway: { minReplicas: 1 } } }), 'PodDisruptionBudget')).toEqual([]);
  const issues = render({ summary: summaryOf({ config: { istio_gateway: { minReplicas: 6 } } }) }).failures;
  expect(issues[0]?.message).toContain('more gateways at least than at most');
});

test("the gateway reaches the pods that prove a name to Let's Encrypt, and nobody else does", () => {
  const policy = (batteries: BatteryType[]) => find(made({ batteries }), 'NetworkPolicy', 'acme-solver')?.spec;
  expect(policy(['istio_gateway', 'cert_manager'])).toMatchObject({
    podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { 'battery/component': 'ingress' } } }], ports: [{ port: 8089 }] }],
  });
  expect(policy(['istio_gateway'])).toBeUndefined();
});
