import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { customKinds } from '../../custom-kinds.ts';
import { hostsOf, knativeHosts } from '../../hosts.ts';
import { render } from '../../materialize.ts';
import { computePresets } from '../../objects/compute-size.ts';
import { KnativeService } from '../../objects/knative-service.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { emptyFacts, type Summary } from '../../summary.ts';
import { lock } from '../../upstream/lock.ts';
import { knative } from './battery.ts';
import { controllerRules } from './rules.ts';

const app = { name: 'app', image: 'ghcr.io/example/app:1' };
const service = (more: Record<string, unknown> = {}) => ({
  id: 'ksvc_x',
  ...KnativeService.parse({ name: 'hello', ...computePresets.small, containers: [app], ...more }),
});
const summaryOf = (
  {
    batteries = [],
    provider = 'kind',
    config = {},
  }: { batteries?: BatteryType[]; provider?: 'kind' | 'aws'; config?: Record<string, unknown> },
  services: Summary['knativeServices'] = [],
): Summary => ({
  ...kitchenSink({
    usage: 'development',
    provider,
    size: 'small',
    batteries: ['knative', ...batteries],
    config: { knative: config, cert_manager: { email: 'ops@example.com' } },
  }),
  knativeServices: services,
});
const made = (summary: Summary) => render({ summary }).resources;
const named = (summary: Summary, kind: string, name: string) =>
  made(summary).find((resource) => resource.kind === kind && resource.metadata.name === name);
const setting = (summary: Summary, name: string) => z.record(z.string(), z.string()).parse(named(summary, 'ConfigMap', name)?.data);

const Revision = z.object({
  template: z.object({
    metadata: z.object({ annotations: z.record(z.string(), z.string()), labels: z.record(z.string(), z.string()) }),
    spec: z.looseObject({
      containers: z.array(
        z.looseObject({
          name: z.string(),
          args: z.array(z.string()).optional(),
          env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
          ports: z.array(z.object({ containerPort: z.number() })).optional(),
          volumeMounts: z.array(z.looseObject({ readOnly: z.boolean() })).optional(),
        }),
      ),
      initContainers: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
  }),
});
const serving = (summary: Summary) =>
  made(summary).find(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'serving.knative.dev/v1');
const template = (summary: Summary) => Revision.parse(serving(summary)?.spec).template;

test('defect D2: definitions and images are of one release', () => {
  const [file] = lock.files.filter(({ battery }) => battery === 'knative');
  expect(file?.path).toContain('/1.23.0/');
  const config = knative.config.parse({});
  const images = Object.entries(config)
    .filter(([name]) => /Image$/.test(name))
    .map(([, image]) => String(image));
  expect(images).toHaveLength(7);
  for (const image of images) expect(image).toMatch(/:v1\.23\.0@sha256:[0-9a-f]{64}$/);
});

test('defect D12: every webhook is called where Knative runs, and finds its certificate’s Secret there', () => {
  const summary = summaryOf({ config: { namespace: 'battery-serverless' } });
  const configurations = made(summary).filter(
    ({ kind, metadata }) => /WebhookConfiguration$/.test(kind) && metadata.name.endsWith('knative.dev'),
  );
  expect(configurations.map(({ metadata }) => metadata.name).sort()).toEqual([
    'config.webhook.gateway-api.networking.internal.knative.dev',
    'config.webhook.serving.knative.dev',
    'validation.webhook.serving.knative.dev',
    'webhook.serving.knative.dev',
  ]);
  for (const { webhooks, metadata } of configurations) {
    const [webhook] = z
      .array(z.looseObject({ clientConfig: z.strictObject({ service: z.strictObject({ name: z.string(), namespace: z.string() }) }) }))
      .parse(webhooks);
    const { name, namespace } = webhook!.clientConfig.service;
    expect(namespace, metadata.name).toBe('battery-serverless');
    expect(named(summary, 'Service', name)?.metadata.namespace).toBe('battery-serverless');
    expect(named(summary, 'Secret', name === 'webhook' ? 'webhook-certs' : `${name}-certs`)).toBeDefined();
    // What the webhook writes itself is not ours to say.
    expect(webhook).not.toHaveProperty('rules');
  }
});

test('a webhook that is down keeps nobody from mending Knative’s own settings', () => {
  const summary = summaryOf({});
  for (const name of ['config.webhook.serving.knative.dev', 'config.webhook.gateway-api.networking.internal.knative.dev'])
    expect(named(summary, 'ValidatingWebhookConfiguration', name)?.webhooks).toMatchObject([{ failurePolicy: 'Ignore' }]);
  expect(named(summary, 'ValidatingWebhookConfiguration', 'validation.webhook.serving.knative.dev')?.webhooks).toMatchObject([
    { failurePolicy: 'Fail' },
  ]);
});

describe('host names', () => {
  const hostOf = (summary: Summary) =>
    `${setting(summary, 'config-network')['domain-template']}`
      .replace('{{.Name}}', 'hello')
      .replace('{{.Domain}}', Object.keys(setting(summary, 'config-domain')).join());

  it('are the very ones that listeners and certificates are made for', () => {
    const summary = summaryOf({});
    expect([hostOf(summary)]).toEqual(knativeHosts(service(), summary));
    const domain = { istio_gateway: { domain: 'apps.example.com' } };
    const own = kitchenSink({ usage: 'development', provider: 'kind', size: 'small', batteries: ['knative'], config: domain });
    expect(hostOf(own)).toBe('hello.knative.apps.example.com');
    expect(knativeHosts(service(), own)).toEqual(['hello.knative.apps.example.com']);
  });

  it('are one a service, of the first address, as Knative makes one', () => {
    const two = { ...summaryOf({}), facts: { ...emptyFacts, ingressAddresses: ['10.0.0.1', '10.0.0.2'] } };
    expect(hostsOf(two, 'x')).toHaveLength(2);
    expect(knativeHosts(service(), two)).toEqual([hostOf(two)]);
  });

  it('are of the cluster alone until an address is known, and for internal services always', () => {
    const unknown = { ...summaryOf({}, [service()]), facts: emptyFacts };
    expect(setting(unknown, 'config-domain')).toEqual({ 'svc.cluster.local': '' });
    expect(serving(summaryOf({}, [service({ internal: true })]))?.metadata.labels).toMatchObject({
      'networking.knative.dev/visibility': 'cluster-local',
    });
    expect(serving(summaryOf({}, [service()]))?.metadata.labels).not.toHaveProperty(['networking.knative.dev/visibility']);
  });
});

test('istio_gateway: services hang on the ingress gateway, and inside the cluster on a gateway of their own that no load balancer opens', () => {
  const summary = summaryOf({});
  const { 'external-gateways': external, 'local-gateways': local } = setting(summary, 'config-gateway');
  expect(JSON.parse(external!)).toMatchObject([
    { class: 'istio', gateway: 'battery-istio/istio-ingressgateway', service: 'battery-istio/istio-ingressgateway' },
  ]);
  expect(JSON.parse(local!)).toMatchObject([
    { class: 'istio', gateway: 'battery-knative/knative-local-gateway', service: 'battery-knative/knative-local-gateway' },
  ]);
  expect(named(summary, 'Service', 'knative-local-gateway')?.spec).toMatchObject({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  expect(named(summary, 'Service', 'knative-local-gateway')?.spec).not.toHaveProperty('type');
  expect(named(summary, 'Gateway', 'knative-local-gateway')?.spec).toMatchObject({
    addresses: [{ type: 'Hostname', value: 'knative-local-gateway.battery-knative.svc.cluster.local' }],
    listeners: [{ port: 80, protocol: 'HTTP' }],
  });
});

test('TLS: addresses are told as https where the gateway ends TLS, and Knative never asks for certificates of its own', () => {
  const tls = setting(summaryOf({ provider: 'aws', batteries: ['cert_manager'] }), 'config-network');
  expect(tls).toMatchObject({ 'default-external-scheme': 'https', 'http-protocol': 'Enabled', 'external-domain-tls': 'Disabled' });
  const plain = setting(summaryOf({}), 'config-network');
  expect(plain).not.toHaveProperty('default-external-scheme');
  expect(plain['external-domain-tls']).toBe('Disabled');
});

test('victoria_metrics: four scrapes of what the parts then tell; without it they tell nothing', () => {
  const scrapes = (summary: Summary) =>
    made(summary).filter(({ kind, metadata }) => kind === 'VMServiceScrape' && metadata.namespace === 'battery-knative');
  const observed = summaryOf({ batteries: ['victoria_metrics'] });
  expect(scrapes(observed).map(({ metadata }) => metadata.name)).toEqual(['activator', 'autoscaler', 'controller', 'webhook']);
  expect(setting(observed, 'config-observability')).toMatchObject({
    'metrics-protocol': 'prometheus',
    'request-metrics-protocol': 'prometheus',
  });
  for (const { spec } of scrapes(observed)) {
    const { selector } = z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }).parse(spec);
    const services = made(observed).filter(
      ({ kind, apiVersion, metadata }) =>
        kind === 'Service' &&
        apiVersion === 'v1' &&
        Object.entries(selector.matchLabels).every(([key, value]) => metadata.labels?.[key] === value),
    );
    expect(services).toHaveLength(1);
  }
  const plain = summaryOf({});
  expect(scrapes(plain)).toEqual([]);
  expect(setting(plain, 'config-observability')).toMatchObject({ 'metrics-protocol': 'none' });
});

test('the controller may do with every kind of Knative’s own what upstream’s wildcard allows', () => {
  const held = new Set(
    controllerRules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))),
    ),
  );
  const kinds = customKinds.filter(({ group }) => /^(serving|(networking|autoscaling)\.internal)\.knative\.dev$/.test(group));
  expect(kinds).toHaveLength(11);
  for (const { group, plural } of kinds)
    for (const part of ['', '/status', '/finalizers'])
      for (const verb of ['get', 'list', 'create', 'update', 'delete', 'deletecollection', 'patch', 'watch'])
        expect(held).toContain(`${group}/${plural}${part} ${verb}`);
});

test('every ConfigMap that the parts watch is there, as they do not start without', () => {
  const summary = summaryOf({});
  const names = made(summary).filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'battery-knative');
  expect(names.map(({ metadata }) => metadata.name.replace('config-', ''))).toEqual(
    expect.arrayContaining(
      'autoscaler defaults deployment domain features gateway gc leader-election logging network observability tracing'.split(' '),
    ),
  );
});

test('a service’s pods take what the user says and carry its id; a roll-out takes its time', () => {
  const full = service({
    rolloutSeconds: 30,
    minInstances: 1,
    maxInstances: 4,
    port: 3000,
    env: [
      { name: 'SHARED', source: 'value', value: 'a' },
      { name: 'OWN', source: 'value', value: 'shared' },
    ],
    containers: [
      {
        ...app,
        env: [{ name: 'OWN', source: 'value', value: 'own' }],
        mounts: [
          { volume: 'settings', path: '/s' },
          { volume: 'cache', path: '/c' },
        ],
      },
      { name: 'side', image: 'busybox:1.37' },
    ],
    initContainers: [{ name: 'init', image: 'busybox:1.37' }],
    volumes: [
      { name: 'settings', type: 'config_map', from: 'settings' },
      { name: 'cache', type: 'empty_dir' },
    ],
  });
  const summary = summaryOf({}, [full]);
  expect(serving(summary)?.metadata.annotations).toEqual({ 'serving.knative.dev/rollout-duration': '30s' });
  const { metadata, spec } = template(summary);
  expect(metadata.annotations).toEqual({ 'autoscaling.knative.dev/min-scale': '1', 'autoscaling.knative.dev/max-scale': '4' });
  expect(metadata.labels['battery/owner']).toBe('ksvc_x');
  const [first, side] = spec.containers;
  expect(first?.ports).toEqual([{ containerPort: 3000 }]);
  expect(side?.ports).toBeUndefined();
  expect(first?.env).toEqual([
    { name: 'SHARED', value: 'a' },
    { name: 'OWN', value: 'own' },
  ]);
  expect(side?.env).toEqual([
    { name: 'SHARED', value: 'a' },
    { name: 'OWN', value: 'shared' },
  ]);
  // Knative refuses a writable mount of anything but an empty folder.
  expect(first?.volumeMounts?.map(({ readOnly }) => readOnly)).toEqual([true, false]);
  expect(spec.initContainers?.map(({ name }) => name)).toEqual(['init']);
});

describe('sign-in', () => {
  const guarded = service({ requireSignIn: true, realm: 'customers' });
  const signedIn = summaryOf({ batteries: ['sso'] }, [guarded]);

  it('sso: a proxy of the service’s realm has the port, and the user’s container is told its own', () => {
    const { containers } = template(signedIn).spec;
    const [own, proxy] = containers;
    expect(proxy).toMatchObject({ name: 'proxy', ports: [{ containerPort: 4180 }] });
    expect(own?.ports).toBeUndefined();
    expect(own?.env).toContainEqual({ name: 'PORT', value: '8080' });
    expect(proxy?.args).toEqual(
      expect.arrayContaining([
        '--upstream=http://127.0.0.1:8080',
        expect.stringMatching(/^--oidc-issuer-url=http:\/\/keycloak\.10-1-2-3\.sslip\.io\/realms\/customers$/),
        '--redirect-url=http://hello.knative.10-1-2-3.sslip.io/oauth2/callback',
        expect.stringMatching(/^--redeem-url=http:\/\/keycloak\.battery-core\.svc.*\/realms\/customers\/.*\/token$/),
      ]),
    );
    expect(proxy?.args?.join(' ')).not.toMatch(/ssl-insecure|skip-verify/);
  });

  it('copies the client’s secret from the core namespace and makes the cookies’ key itself', () => {
    const { spec } = GeneratedSecret.parse(named(signedIn, 'GeneratedSecret', 'oauth2-proxy-hello'));
    expect(spec.keys).toMatchObject({
      clientSecret: { from: 'secret', namespace: 'battery-core', key: 'clientSecret' },
      cookieSecret: { from: 'random', length: 32 },
    });
  });

  it('defect D14: cookies are for https only where there is https', () => {
    const cookies = (summary: Summary) =>
      template(summary)
        .spec.containers.at(-1)
        ?.args?.filter((arg) => arg.startsWith('--cookie-secure='));
    expect(cookies(signedIn)).toEqual(['--cookie-secure=false']);
    const aws = summaryOf({ provider: 'aws', batteries: ['sso', 'cert_manager'] }, [guarded]);
    expect(cookies(aws)).toEqual(['--cookie-secure=true']);
  });

  it('never leaves a guarded service open: without SSO it is not made, and before an address is known the proxy is there', () => {
    const { failures, resources } = render({ summary: summaryOf({}, [guarded]) });
    expect(failures).toEqual([
      { owner: 'ksvc_x', battery: 'knative', message: expect.stringMatching(/needs the batteries Keycloak and SSO/) },
    ]);
    expect(resources.some(({ metadata }) => metadata.labels?.['battery/owner'] === 'ksvc_x')).toBe(false);
    const early = template({ ...signedIn, facts: emptyFacts });
    expect(early.spec.containers.filter(({ ports }) => ports).map(({ name }) => name)).toEqual(['proxy']);
  });

  it('without it no proxy and no Secret are made', () => {
    const plain = summaryOf({ batteries: ['sso'] }, [service()]);
    expect(template(plain).spec.containers.map(({ name }) => name)).toEqual(['app']);
    expect(named(plain, 'GeneratedSecret', 'oauth2-proxy-hello')).toBeUndefined();
  });
});

test('a service’s own ports are open to nobody: requests come by Knative’s container, behind which the sign-in is', () => {
  const ports = made(summaryOf({}, [service({ port: 3000 })]))
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'battery-knative')
    .flatMap(({ spec }) => [...JSON.stringify(spec).matchAll(/"port":(\d+)/g)].map(([, port]) => Number(port)));
  expect(ports).toEqual(expect.arrayContaining([8012, 8443]));
  expect(ports).not.toContain(3000);
  expect(ports).not.toContain(4180);
});

test('restricted pods are restricted in every container', () => {
  const containers = template(
    summaryOf({ config: { podSecurity: 'restricted' } }, [service({ initContainers: [{ ...app, name: 'init' }] })]),
  ).spec;
  for (const container of [...containers.containers, ...(containers.initContainers ?? [])])
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
});

test('with more replicas every part survives a drain, and those that scale by CPU keep at least as many', () => {
  const summary = summaryOf({ config: { replicas: 3 } });
  const own = made(summary).filter(({ metadata }) => metadata.namespace === 'battery-knative');
  const of = (kind: string) =>
    own
      .filter((resource) => resource.kind === kind)
      .map(({ metadata }) => metadata.name)
      .sort();
  expect(of('PodDisruptionBudget')).toEqual(of('Deployment'));
  expect(of('HorizontalPodAutoscaler')).toEqual(['activator', 'webhook']);
  for (const { kind, metadata, spec } of own) {
    if (kind === 'HorizontalPodAutoscaler') expect(spec).toMatchObject({ minReplicas: 3 });
    // Two owners of one number would fight.
    if (kind === 'Deployment')
      expect(spec).toEqual(expect.objectContaining(of('HorizontalPodAutoscaler').includes(metadata.name) ? {} : { replicas: 3 }));
    if (kind === 'Deployment' && of('HorizontalPodAutoscaler').includes(metadata.name)) expect(spec).not.toHaveProperty('replicas');
  }
});
