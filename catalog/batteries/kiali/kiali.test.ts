import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, settledFacts } from '../../sample-summary.ts';

const made = (batteries: BatteryType[], kiali: Record<string, unknown> = {}, facts = settledFacts) =>
  render({
    summary: {
      ...kitchenSink({
        usage: 'internal_dev',
        provider: 'aws',
        size: 'tiny',
        batteries,
        config: { kiali, cert_manager: { email: 'ops@example.com' } },
      }),
      facts,
    },
  }).resources;
const find = (resources: ReturnType<typeof made>, kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const settingsOf = (resources: ReturnType<typeof made>) =>
  JSON.parse(
    String(Object(resources.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kiali')?.data)['config.yaml'] ?? '{}'),
  );

test('it only looks: no right to write, to read a Secret, to forward a port, or to read logs unless that is asked for', () => {
  const rules = (config: Record<string, unknown> = {}) =>
    JSON.stringify(find(made(['kiali'], config), 'ClusterRole', 'kiali-viewer')?.rules);
  expect(rules()).not.toMatch(/create|update|patch|delete|secrets|portforward|pods\/log|"\*"/);
  expect(settingsOf(made(['kiali']))).toMatchObject({
    deployment: { view_only_mode: true },
    kiali_feature_flags: { disabled_features: ['logs-tab'] },
  });
  expect(rules({ showLogs: true })).toContain('pods/log');
  expect(settingsOf(made(['kiali'], { showLogs: true }))).toMatchObject({ kiali_feature_flags: { disabled_features: [] } });
});

test('with single sign-on it asks Keycloak, without it nobody, and then its pages are open only when the user says so', () => {
  const signedIn = made(['kiali', 'sso']);
  expect(settingsOf(signedIn).auth).toEqual({
    strategy: 'openid',
    openid: {
      client_id: 'kiali',
      issuer_uri: 'http://keycloak.10-1-2-3.sslip.io/realms/home-base',
      scopes: ['openid', 'profile', 'email'],
      username_claim: 'preferred_username',
      disable_rbac: true,
    },
  });
  expect(find(signedIn, 'HTTPRoute', 'kiali')?.spec).toMatchObject({ hostnames: ['kiali.10-1-2-3.sslip.io'] });
  expect(settingsOf(made(['kiali'])).auth).toEqual({ strategy: 'anonymous' });
  expect(find(made(['kiali']), 'HTTPRoute', 'kiali')).toBeUndefined();
  expect(find(made(['kiali'], { access: 'anyone' }), 'HTTPRoute', 'kiali')).toBeDefined();
  expect(find(made(['kiali', 'sso'], { access: 'closed' }), 'HTTPRoute', 'kiali')).toBeUndefined();
});

test('its secrets are files: a key made in the cluster, and a copy of the client that sign-in made', () => {
  const resources = made(['kiali', 'sso']);
  expect(find(resources, 'GeneratedSecret', 'kiali-signing-key')?.spec).toMatchObject({
    keys: { 'value.txt': { from: 'random', length: 32 } },
  });
  expect(find(resources, 'GeneratedSecret', 'kiali-oidc')?.spec).toMatchObject({
    keys: { 'oidc-secret': { from: 'secret', namespace: 'battery-core', name: 'sso-client-kiali', key: 'clientSecret' } },
  });
  expect(find(made(['kiali']), 'GeneratedSecret', 'kiali-oidc')).toBeUndefined();
  expect(find(made(['kiali'], { signingKeyVersion: 2 }), 'GeneratedSecret', 'kiali-signing-key')?.spec).toMatchObject({ version: 2 });
});

test('it reads VictoriaMetrics, and links to Grafana where that has an address', () => {
  const known = settingsOf(made(['kiali'])).external_services;
  expect(known.prometheus.url).toBe('http://vmselect-main-cluster.battery-core.svc.cluster.local:8481/select/0/prometheus');
  expect(known.grafana).toMatchObject({ enabled: true, external_url: 'http://grafana.10-1-2-3.sslip.io' });
  const unknown = settingsOf(made(['kiali'], {}, { ...settledFacts, ingressAddresses: [] })).external_services;
  expect(unknown.grafana).toEqual({ enabled: false, internal_url: 'http://grafana.battery-core.svc.cluster.local' });
});

test('it knows the address that people open, by https where the gateway ends TLS', () => {
  expect(settingsOf(made(['kiali', 'sso', 'cert_manager'])).server).toMatchObject({
    web_fqdn: 'kiali.10-1-2-3.sslip.io',
    web_schema: 'https',
    web_port: '443',
  });
  expect(settingsOf(made(['kiali'])).server).toMatchObject({ web_schema: 'http', web_port: '80' });
});
