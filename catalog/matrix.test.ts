import { labels } from '@home-base/schema/kube/labels.ts';
import { resourceKey } from '@home-base/schema/kube/resource.ts';
import { describe, expect, it, test } from 'vitest';
import { unfitFor } from './defaults.ts';
import type { Provider } from './define.ts';
import { render } from './materialize.ts';
import { type BatteryType, batteryTypes, neededBy, needsOf } from './registry.ts';
import { batteryOfOwner, kitchenSink } from './sample-summary.ts';
import type { Summary } from './summary.ts';

/**
 * The integration matrix of reference/catalog.md 2.36, a row a cell: with battery `when` what `of` makes has every one of `adds` (in a key or in the
 * resource's text), without it none of them. `needs`: `of` cannot be without `when`, so only the first half can be seen.
 */
type Cell = { when: BatteryType; of: BatteryType; adds: RegExp[]; provider?: Provider; needs?: true };

const cells: Cell[] = [
  // Collected where something collects.
  {
    when: 'victoria_metrics',
    of: 'istio',
    adds: [/VMPodScrape\/battery-istio\/envoy-stats-monitor/, /VMServiceScrape\/.*istio-component-monitor/],
  },
  { when: 'victoria_metrics', of: 'istio_csr', adds: [/Service\/.*\/cert-manager-istio-csr-metrics/, /VMServiceScrape/] },
  { when: 'victoria_metrics', of: 'cert_manager', adds: [/VMServiceScrape\/battery-base\/cert-manager/] },
  { when: 'victoria_metrics', of: 'trust_manager', adds: [/Service\/.*\/trust-manager-metrics/, /VMServiceScrape/] },
  {
    when: 'victoria_metrics',
    of: 'cloudnative_pg',
    adds: [/VMPodScrape\/battery-core\/cloudnative-pg/, /VMPodScrape\/battery-data\/pg-main/],
  },
  { when: 'victoria_metrics', of: 'ferretdb', adds: [/VMPodScrape/] },
  { when: 'victoria_metrics', of: 'forgejo', adds: [/VMServiceScrape/] },
  { when: 'victoria_metrics', of: 'grafana', adds: [/VMServiceScrape/] },
  {
    when: 'victoria_metrics',
    of: 'knative',
    adds: ['activator', 'autoscaler', 'controller', 'webhook'].map((part) => new RegExp(`VMServiceScrape/.*/${part}`)),
  },
  {
    when: 'victoria_metrics',
    of: 'kube_monitoring',
    adds: [/VMNodeScrape/, /VMServiceScrape\/.*node-exporter/, /VMServiceScrape\/.*metrics-server/],
    needs: true,
  },
  { when: 'victoria_metrics', of: 'loki', adds: [/VMServiceScrape/] },
  { when: 'victoria_metrics', of: 'promtail', adds: [/Service\/.*\/promtail-metrics/, /VMServiceScrape/] },
  {
    when: 'victoria_metrics',
    of: 'metallb',
    adds: ['controller', 'speaker'].map((part) => new RegExp(`VMServiceScrape/.*/metallb-${part}-monitor`)),
  },
  { when: 'victoria_metrics', of: 'trivy_operator', adds: [/Service\/battery-base\/trivy-operator/, /VMServiceScrape/] },
  { when: 'victoria_metrics', of: 'kiali', adds: [/vmselect/], needs: true },
  // Shown where something shows.
  { when: 'grafana', of: 'victoria_metrics', adds: [/ConfigMap\/.*grafana-datasource/, /ConfigMap\/.*grafana-dashboard/] },
  { when: 'grafana', of: 'kube_monitoring', adds: [/dashboard-nodes/, /dashboard-workloads/, /dashboard-pods/] },
  { when: 'grafana', of: 'cloudnative_pg', adds: [/ConfigMap\/.*grafana-dashboard-postgres/] },
  { when: 'grafana', of: 'loki', adds: [/grafana_datasource/], needs: true },
  { when: 'grafana', of: 'kiali', adds: [/grafana\.battery-core/], needs: true },
  // Reached from outside through the gateway.
  { when: 'istio_gateway', of: 'forgejo', adds: [/HTTPRoute/, /TCPRoute/], needs: true },
  { when: 'istio_gateway', of: 'grafana', adds: [/HTTPRoute\/battery-core\/grafana/] },
  { when: 'istio_gateway', of: 'keycloak', adds: [/HTTPRoute\/battery-core\/keycloak/] },
  { when: 'istio_gateway', of: 'kiali', adds: [/HTTPRoute/], needs: true },
  { when: 'istio_gateway', of: 'notebooks', adds: [/HTTPRoute/], needs: true },
  { when: 'istio_gateway', of: 'vm_agent', adds: [/HTTPRoute/] },
  { when: 'istio_gateway', of: 'victoria_metrics', adds: [/HTTPRoute\/battery-core\/vmselect/] },
  {
    when: 'istio_gateway',
    of: 'traditional_services',
    adds: [/HTTPRoute\/battery-traditional\/web/, /HTTPRoute\/battery-traditional\/shop/],
  },
  { when: 'istio_gateway', of: 'cert_manager', adds: [/ClusterIssuer\/-\/lets-encrypt-stage/, /ClusterIssuer\/-\/lets-encrypt"/] },
  { when: 'istio_gateway', of: 'knative', adds: [/istio-ingressgateway/], needs: true },
  // Sign-in.
  {
    when: 'keycloak',
    of: 'istio_gateway',
    adds: ['core', 'ai', 'knative', 'traditional'].map((name) => new RegExp(`Gateway/battery-${name}/waypoint`)),
  },
  { when: 'keycloak', of: 'battery_core', adds: [/istio\.io\/use-waypoint/] },
  { when: 'sso', of: 'istio', adds: ['notebooks', 'vm-agent', 'victoria-metrics'].map((name) => new RegExp(`${name}-ext-authz-http`)) },
  {
    when: 'notebooks',
    of: 'sso',
    adds: [/Deployment\/battery-ai\/oauth2-proxy-notebooks/, /RequestAuthentication\/battery-ai/, /AuthorizationPolicy\/battery-ai/],
  },
  {
    when: 'vm_agent',
    of: 'sso',
    adds: [/Deployment\/battery-core\/oauth2-proxy-vm-agent/, /AuthorizationPolicy\/battery-core\/sign-in-vm-agent/],
  },
  { when: 'victoria_metrics', of: 'sso', adds: [/Deployment\/battery-core\/oauth2-proxy-victoria-metrics/, /sign-in-victoria-metrics/] },
  { when: 'sso', of: 'notebooks', adds: [/oauth2-proxy-notebooks/] },
  { when: 'sso', of: 'vm_agent', adds: [/oauth2-proxy-vm-agent/] },
  { when: 'sso', of: 'victoria_metrics', adds: [/oauth2-proxy-victoria-metrics/] },
  { when: 'sso', of: 'grafana', adds: [/auth\.generic_oauth/] },
  { when: 'sso', of: 'kiali', adds: [/GeneratedSecret\/battery-istio\/kiali-oidc/, /openid/] },
  { when: 'sso', of: 'forgejo', adds: [/sso-client-forgejo/] },
  { when: 'sso', of: 'knative', adds: [/GeneratedSecret\/battery-knative\/oauth2-proxy-guarded/, /"name":"proxy"/] },
  { when: 'sso', of: 'keycloak', adds: [/second_factor home-base/] },
  // TLS at the gateway.
  { when: 'cert_manager', of: 'istio_gateway', provider: 'aws', adds: [/"port":443/] },
  {
    when: 'cert_manager',
    of: 'grafana',
    provider: 'aws',
    adds: [
      /HTTPRoute\/battery-istio\/http-redirect-grafana/,
      /"sectionName":"https-grafana-0"/,
      /https:\/\/grafana\./,
      /Certificate\/battery-istio\/https-grafana-0/,
    ],
  },
  { when: 'cert_manager', of: 'forgejo', provider: 'aws', adds: [/https:\/\/forgejo\./] },
  { when: 'cert_manager', of: 'kiali', provider: 'aws', adds: [/http-redirect-kiali/] },
  { when: 'cert_manager', of: 'keycloak', provider: 'aws', adds: [/https:\/\/keycloak\./, /https:\/\/grafana\./] },
  { when: 'cert_manager', of: 'sso', provider: 'aws', adds: [/--cookie-secure=true/] },
  {
    when: 'cert_manager',
    of: 'knative',
    provider: 'aws',
    adds: [/"http-protocol":"Enabled"/, /Certificate\/battery-istio\/https-knative-hello-0/],
  },
  {
    when: 'cert_manager',
    of: 'traditional_services',
    provider: 'aws',
    adds: [/Gateway\/battery-istio\/https-web-web/, /Certificate\/battery-istio\/https-web-shop-1/],
  },
  // The installation's own authority.
  {
    when: 'battery_ca',
    of: 'cloudnative_pg',
    adds: [/Certificate\/battery-data\/pg-main-server/, /Certificate\/battery-data\/pg-main-client/, /clientCASecret/],
  },
  { when: 'battery_ca', of: 'cloudnative_pg_barman', adds: [/"name":"battery-ca"/], needs: true },
  { when: 'battery_ca', of: 'trust_manager', adds: [/battery-ca/], needs: true },
  { when: 'battery_ca', of: 'istio_csr', adds: [/battery-ca/], needs: true },
  { when: 'battery_ca', of: 'aws_load_balancer_controller', provider: 'aws', adds: [/"name":"battery-ca"/], needs: true },
  { when: 'istio_csr', of: 'istio', adds: [/"ENABLE_CA_SERVER","value":"false"/] },
  {
    when: 'cloudnative_pg_barman',
    of: 'cloudnative_pg',
    adds: [/ObjectStore\/battery-base\/pg-platform/, /ScheduledBackup/, /barman-cloud\.cloudnative-pg\.io/],
  },
  { when: 'cloudnative_pg_barman', of: 'cloudnative_pg', provider: 'aws', adds: [/eks\.amazonaws\.com\/role-arn/] },
  // Nodes and clouds.
  { when: 'aws_load_balancer_controller', of: 'istio_gateway', provider: 'aws', adds: [/aws-load-balancer-scheme/] },
  { when: 'nvidia_device_plugin', of: 'notebooks', adds: [/"runtimeClassName":"nvidia"/] },
  { when: 'nvidia_device_plugin', of: 'ollama', adds: [/"runtimeClassName":"nvidia"/] },
  { when: 'knative', of: 'istio_gateway', adds: [/Gateway\/battery-knative\/waypoint/] },
  { when: 'traditional_services', of: 'istio_gateway', adds: [/Gateway\/battery-traditional\/waypoint/] },
];

describe.each(cells)('with $when, $of', ({ when, of, adds, provider = 'kind', needs }) => {
  it(`has ${adds.join(', ')}${needs ? ', which it cannot be without' : ', and without it has not'}`, () => {
    const fitting = batteryTypes.filter((type) => !unfitFor[provider].includes(type));
    const found = textOf(of, provider, fitting);
    for (const pattern of adds) expect(pattern.test(found), `${pattern} with ${when}`).toBe(true);
    if (needs) return expect(needsOf(of)).toContain(when);
    const gone = new Set<string>([when, ...neededBy(when, fitting)]);
    expect(gone, `${of} needs ${when}: say so in the cell`).not.toContain(of);
    const without = textOf(
      of,
      provider,
      fitting.filter((type) => !gone.has(type)),
    );
    for (const pattern of adds) expect(pattern.test(without), `${pattern} without ${when}`).toBe(false);
  });
});

/** Cells that hang on a fact or on the installation instead of a battery. */
test('storage classes are ours on AWS only', () => {
  expect(textOf('battery_core', 'aws')).toMatch(/StorageClass/);
  for (const provider of ['kind', 'provided'] as const) expect(textOf('battery_core', provider)).not.toMatch(/StorageClass/);
});

test('a host has its certificate and its HTTPS listener once the issuer is ready, and HTTP until then', () => {
  const withIssuer = textOf('grafana', 'aws');
  const without = textOf('grafana', 'aws', undefined, { readyIssuers: [] });
  expect([/Certificate\/battery-istio\/https-grafana-0/.test(withIssuer), /Certificate/.test(without)]).toEqual([true, false]);
  expect([/https:\/\/grafana/.test(withIssuer), /http:\/\/grafana\.10/.test(without)]).toEqual([true, true]);
});

test('no host is routed before the gateway has an address, which MetalLB gives', () => {
  const facts = { ingressAddresses: [] };
  for (const type of batteryTypes) expect(textOf(type, 'kind', undefined, facts), type).not.toMatch(/\/HTTPRoute\//);
});

test('D7: tools that ask for the sign-in themselves get no rule for a proxy that they do not have', () => {
  for (const type of ['battery_core', 'grafana', 'kiali'] as const) expect(textOf(type, 'kind')).not.toMatch(/oauth2-proxy/);
});

test('Redis reacts to nothing but what collects and shows its metrics', () => {
  const batteries = batteryTypes.filter((type) => !unfitFor.kind.includes(type));
  const alone = textOf('redis', 'kind', ['redis']);
  const plain = textOf(
    'redis',
    'kind',
    batteries.filter(
      (type) =>
        !['grafana', 'victoria_metrics', ...neededBy('grafana', batteries), ...neededBy('victoria_metrics', batteries)].includes(type),
    ),
  );
  // The mesh's own reading of the namespaces' isolation is all that is added.
  const own = (text: string) => text.split('\n').filter((line) => !line.includes('AuthorizationPolicy'));
  expect(own(plain)).toEqual(own(alone));
});

/** Keys and canonical text of what a battery and its objects make, a line each. */
function textOf(of: BatteryType, provider: Provider, batteries?: readonly BatteryType[], facts: Partial<Summary['facts']> = {}): string {
  const sample = kitchenSink({ usage: 'internal_dev', provider, size: 'tiny', full: true, ...(batteries && { batteries }) });
  const summary = { ...sample, facts: { ...sample.facts, ...facts } };
  return render({ summary })
    .resources.filter(({ metadata }) => batteryOfOwner(summary, metadata.labels?.[labels.owner] ?? '') === of)
    .map((resource) => `"${resourceKey(resource)}" ${JSON.stringify(resource).replaceAll('\\"', '"')}`)
    .join('\n');
}
