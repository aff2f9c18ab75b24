import { describe, expect, it, test } from 'vitest';
import { made, madeWithout } from '../../testing/made.ts';

const alone = made(['grafana']);
const ini = (of: typeof alone) => String(Object(of.find('ConfigMap', 'grafana')?.data)['grafana.ini']);
const server = (of: typeof alone) => JSON.stringify(of.find('Deployment', 'grafana')?.spec);

test('D10: what people save outlives the pod: one replica on a volume, and no autoscaler', () => {
  expect(alone.find('PersistentVolumeClaim', 'grafana')?.spec).toMatchObject({ resources: { requests: { storage: '2Gi' } } });
  expect(alone.find('Deployment', 'grafana')?.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(server(alone)).toContain('"persistentVolumeClaim":{"claimName":"grafana"}');
  expect(alone.all.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toEqual([]);
});

test('nobody is administrator without a password that was made in the cluster', () => {
  expect(alone.find('GeneratedSecret', 'grafana')?.spec).toMatchObject({
    keys: { 'admin-password': { from: 'random' }, 'secret-key': { from: 'random' } },
  });
  expect(ini(alone)).toContain('auto_assign_org_role = Viewer');
  expect(ini(alone)).toContain('[auth.anonymous]\nenabled = false');
  const open = ini(made(['grafana'], { config: { grafana: { anonymousViewer: true } } }));
  expect(open).toContain('[auth.anonymous]\nenabled = true\norg_role = Viewer');
});

test('it reads ConfigMaps where it is told to look, and no Secret anywhere', () => {
  const { all } = made(['grafana', 'traditional_services'], { config: { grafana: { dashboardNamespaces: ['battery-traditional'] } } });
  const roles = all.filter(({ kind, metadata }) => kind.endsWith('Role') && metadata.labels?.['battery/app'] === 'grafana');
  expect(roles.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`).sort()).toEqual([
    'Role battery-core',
    'Role battery-traditional',
  ]);
  for (const { rules } of roles) expect(rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }]);
  expect(server(made(['grafana']))).toContain('{"name":"NAMESPACE","value":"battery-core"}');
});

test('pods are replaced when the settings change', () => {
  const hash = (of: typeof alone) => /"battery\/config-hash":"(\w+)"/.exec(server(of))?.[1];
  expect(hash(alone)).toMatch(/^\w{16}$/);
  expect(hash(made(['grafana'], { config: { grafana: { anonymousViewer: true } } }))).not.toBe(hash(alone));
});

describe('with single sign-on', () => {
  const signed = made(['grafana', 'sso', 'istio_gateway']);

  it('people sign in at the realm, with a client whose secret is never in a resource', () => {
    expect(ini(signed)).toContain('[auth.generic_oauth]\nenabled = true');
    expect(ini(signed)).toContain('auth_url = http://keycloak.10-1-2-3.sslip.io/realms/home-base/protocol/openid-connect/auth');
    expect(ini(signed)).toContain('token_url = http://keycloak.battery-core.svc.cluster.local:8080/realms/home-base/');
    expect(ini(signed)).not.toContain('client_secret');
    expect(server(signed)).toContain(
      '{"name":"GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET","valueFrom":{"secretKeyRef":{"name":"sso-client-grafana","key":"clientSecret"}}}',
    );
  });

  it('and without it there is no trace of it', () => {
    expect(ini(alone)).not.toContain('generic_oauth');
    expect(server(alone)).not.toContain('OAUTH');
    // Without an address nobody could come back from the realm.
    expect(ini(madeWithout('istio_gateway'))).not.toContain('generic_oauth');
  });

  it('D7: no route leads to a proxy that Grafana does not have', () => {
    expect(signed.find('HTTPRoute', 'grafana')?.spec).toMatchObject({ rules: [{ backendRefs: [{ name: 'grafana', port: 80 }] }] });
    expect(JSON.stringify(signed.find('HTTPRoute', 'grafana'))).not.toContain('oauth2');
  });
});

describe('with a gateway', () => {
  it('has a route, and knows its own address, by TLS where the gateway ends it', () => {
    const { find } = made(['grafana', 'istio_gateway']);
    expect(find('HTTPRoute', 'grafana')?.spec).toMatchObject({ hostnames: ['grafana.10-1-2-3.sslip.io'] });
    expect(ini(made(['grafana', 'istio_gateway']))).toContain('root_url = http://grafana.10-1-2-3.sslip.io');
    const tls = ini(
      made(['grafana', 'istio_gateway', 'cert_manager'], { provider: 'aws', config: { cert_manager: { email: 'ops@example.com' } } }),
    );
    expect(tls).toContain('root_url = https://grafana.10-1-2-3.sslip.io');
    expect(tls).toContain('cookie_secure = true');
  });

  it('and without it neither', () => {
    expect(alone.find('HTTPRoute', 'grafana')).toBeUndefined();
    expect(ini(alone)).not.toContain('root_url');
  });
});

test('it is measured with victoria_metrics, and not without', () => {
  expect(made(['grafana', 'victoria_metrics']).find('VMServiceScrape', 'grafana')).toBeDefined();
  expect(alone.find('VMServiceScrape', 'grafana')).toBeUndefined();
});
