import type { Resource } from '@home-base/schema/kube/resource.ts';
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { batteryHosts } from '../../hosts.ts';
import { render } from '../../materialize.ts';
import { Notebook } from '../../objects/notebook.ts';
import { oauth2ProxyName, proxiedBatteries, signInRules } from '../../parts/sso.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, settledFacts } from '../../sample-summary.ts';
import type { Summary } from '../../summary.ts';

const summaryOf = (batteries: BatteryType[], provider: 'kind' | 'aws' = 'kind') =>
  kitchenSink({ usage: 'production', provider, size: 'tiny', batteries, config: { cert_manager: { email: 'ops@example.com' } } });
const made = (summary: Summary) => render({ summary }).resources;
const ofSso = (resources: Resource[]) => resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'batt_sso');
const find = (resources: Resource[], kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const names = (resources: Resource[], kind: string) =>
  resources.filter((one) => one.kind === kind).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

test('each battery that cannot ask for a sign-in gets a proxy beside it, and the others only their client’s secret', () => {
  const own = ofSso(made(summaryOf(['sso', 'notebooks', 'vm_agent', 'grafana', 'kiali', 'forgejo'])));
  const proxies = ['battery-ai/oauth2-proxy-notebooks', 'battery-core/oauth2-proxy-vm-agent', 'battery-core/oauth2-proxy-victoria-metrics'];
  for (const kind of ['Deployment', 'Service', 'ServiceAccount', 'NetworkPolicy'])
    expect(names(own, kind).sort()).toEqual([...proxies].sort());
  expect(names(own, 'GeneratedSecret').sort()).toEqual(
    [
      ...proxies,
      ...['forgejo', 'grafana', 'kiali', 'notebooks', 'victoria-metrics', 'vm-agent'].map((name) => `battery-core/sso-client-${name}`),
    ].sort(),
  );
  expect(find(own, 'GeneratedSecret', 'oauth2-proxy-notebooks')?.spec).toMatchObject({
    keys: { clientSecret: { from: 'secret', namespace: 'battery-core', name: 'sso-client-notebooks', key: 'clientSecret' } },
  });
});

test('without a battery there is no proxy for it, and without sso there is none at all', () => {
  expect(names(ofSso(made(summaryOf(['sso', 'grafana']))), 'Deployment')).toEqual([]);
  expect(
    made(summaryOf(['keycloak', 'istio_gateway', 'notebooks'])).filter(({ metadata }) => metadata.name.startsWith('oauth2-proxy')),
  ).toEqual([]);
  expect(ofSso(made({ ...summaryOf(['sso', 'notebooks']), facts: { ...settledFacts, ingressAddresses: [] } }))).toEqual([]);
});

test('D14: cookies are secure wherever the gateway ends TLS, and no certificate is trusted unseen', () => {
  const args = (provider: 'kind' | 'aws') =>
    JSON.stringify(find(made(summaryOf(['sso', 'notebooks', 'cert_manager'], provider)), 'Deployment', 'oauth2-proxy-notebooks'));
  expect(args('aws')).toContain('"--cookie-secure=true"');
  expect(args('kind')).toContain('"--cookie-secure=false"');
  for (const provider of ['kind', 'aws'] as const) expect(args(provider)).not.toMatch(/skip-verify|insecure-oidc-skip/);
  expect(args('aws')).toContain('"--oidc-issuer-url=https://keycloak.10-1-2-3.sslip.io/realms/home-base"');
  // What servers ask goes by the Service, so nothing depends on a certificate from outside.
  expect(args('aws')).toContain(
    '"--redeem-url=http://keycloak.battery-core.svc.cluster.local:8080/realms/home-base/protocol/openid-connect/token"',
  );
});

it('has the mesh ask the proxy about requests for the public host in every form, and check tokens against the realm', () => {
  const resources = made(summaryOf(['sso', 'vm_agent']));
  expect(find(resources, 'AuthorizationPolicy', 'sign-in-vm-agent')?.spec).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'vmagent-main-agent' }],
    action: 'CUSTOM',
    provider: { name: 'vm-agent-ext-authz-http' },
    rules: [{ to: [{ operation: { hosts: ['vmagent.10-1-2-3.sslip.io', 'vmagent.10-1-2-3.sslip.io:*'] } }] }],
  });
  expect(find(resources, 'RequestAuthentication', 'sign-in-vm-agent')?.spec).toMatchObject({
    targetRefs: [{ kind: 'Service', name: 'vmagent-main-agent' }],
    jwtRules: [
      {
        issuer: 'http://keycloak.10-1-2-3.sslip.io/realms/home-base',
        jwksUri: 'http://keycloak.battery-core.svc.cluster.local:8080/realms/home-base/protocol/openid-connect/certs',
      },
    ],
  });
});

const Targets = z.object({
  targetRefs: z
    .array(z.object({ name: z.string() }))
    .min(1)
    .max(16),
});

test('a policy names at least one Service, as one without would hold for the whole namespace, and at most the 16 that Istio allows', () => {
  const summary = summaryOf(['sso', 'notebooks']);
  const notebooks = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `nb_${index}`, ...Notebook.parse({ ...summary.notebooks[0], name: `n${index}` }) }));
  const policies = (count: number) =>
    ofSso(made({ ...summary, notebooks: notebooks(count) })).filter(
      ({ kind, metadata }) =>
        (kind === 'AuthorizationPolicy' || kind === 'RequestAuthentication') && !metadata.name.startsWith('isolation-'),
    );
  expect(policies(0)).toEqual([]);
  const targets = policies(40)
    .filter(({ kind }) => kind === 'AuthorizationPolicy')
    .map(({ spec }) => Targets.parse(spec).targetRefs.map(({ name }) => name));
  expect(targets.map(({ length }) => length)).toEqual([16, 16, 8]);
  expect(targets.flat()).toEqual(Array.from({ length: 40 }, (_, index) => `notebook-n${index}`));
});

const Route = z.object({
  hostnames: z.array(z.string()),
  rules: z.array(z.object({ backendRefs: z.array(z.object({ name: z.string() })).default([]) })),
});

test('D7: every Service that a route leads to is made, and whatever a proxied host leads to is protected', () => {
  const summary = kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'tiny' });
  const resources = made(summary);
  const services = new Set(names(resources, 'Service'));
  const routes = resources.filter(({ kind }) => kind === 'HTTPRoute').map(({ metadata, spec }) => ({ ...metadata, ...Route.parse(spec) }));
  for (const { namespace, rules } of routes)
    for (const { name } of rules.flatMap(({ backendRefs }) => backendRefs))
      if (name.startsWith('oauth2-proxy')) expect(services).toContain(`${namespace}/${name}`);
  for (const type of proxiedBatteries) {
    expect(signInRules(summary, type)).toMatchObject([{ backendRefs: [{ name: oauth2ProxyName(type) }] }]);
    expect(services).toContain(`${type === 'notebooks' ? 'battery-ai' : 'battery-core'}/${oauth2ProxyName(type)}`);
    const hosts = resources
      .filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name.startsWith(`sign-in-${type.replaceAll('_', '-')}`))
      .flatMap(({ spec }) => Targets.parse(spec).targetRefs.map(({ name }) => name));
    const led = routes
      .filter(({ hostnames }) => hostnames.some((host) => batteryHosts(summary, type).includes(host)))
      .flatMap(({ rules }) => rules.flatMap(({ backendRefs }) => backendRefs.map(({ name }) => name)))
      .filter((name) => name !== oauth2ProxyName(type));
    for (const name of led) expect(hosts, `${name} is open to all`).toContain(name);
  }
});
