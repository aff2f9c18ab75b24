import type { Resource } from '@home-base/schema/kube/resource.ts';
import { expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, settledFacts } from '../../sample-summary.ts';
import type { Summary } from '../../summary.ts';

const base: BatteryType[] = ['keycloak', 'istio_gateway'];
const summaryOf = (batteries: BatteryType[] = base, config: Parameters<typeof kitchenSink>[0]['config'] = {}): Summary =>
  kitchenSink({ usage: 'production', provider: 'kind', size: 'tiny', batteries, config });
const made = (batteries?: BatteryType[], config?: Parameters<typeof kitchenSink>[0]['config']) =>
  render({ summary: summaryOf(batteries, config) }).resources;
const find = (resources: Resource[], kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const envOf = (resources: Resource[], kind = 'StatefulSet', name = 'keycloak') =>
  Object.fromEntries(
    [...JSON.stringify(find(resources, kind, name)?.spec).matchAll(/\{"name":"(\w+)","value":"([^"]*)"\}/g)].map(([, key, value]) => [
      key,
      value,
    ]),
  );
const scriptOf = (resources: Resource[]): Record<string, string> =>
  Object.fromEntries(Object.entries(find(resources, 'ConfigMap', 'keycloak-configure')?.data ?? {}));
/** The calls of the script, without the functions that they call. */
const callsOf = (resources: Resource[]) => scriptOf(resources)['configure.sh']?.split('realms=$(rows id,realm realms)\n')[1]?.trim();

test('without its Postgres cluster, or without a password to it, Keycloak says what to do and makes nothing', () => {
  const summary = summaryOf();
  const failuresOf = (postgresClusters: Summary['postgresClusters']) => {
    const { resources, failures } = render({ summary: { ...summary, postgresClusters } });
    expect(resources.some(({ metadata }) => metadata.labels?.['battery/owner'] === 'batt_keycloak')).toBe(false);
    return failures;
  };
  expect(failuresOf([])).toEqual([
    {
      owner: 'batt_keycloak',
      battery: 'keycloak',
      message: expect.stringMatching(/internal Postgres cluster "keycloak", which is not there: create it/),
    },
  ]);
  const unshared = summary.postgresClusters.map((cluster) =>
    cluster.name === 'keycloak' ? { ...cluster, users: cluster.users.map((user) => ({ ...user, credentialNamespaces: [] })) } : cluster,
  );
  expect(failuresOf(unshared)).toEqual([
    { owner: 'batt_keycloak', battery: 'keycloak', message: expect.stringMatching(/add "battery-core" to the credential namespaces/) },
  ]);
});

test('its database is the one that comes with it, wherever the core namespace is', () => {
  const resources = made(base, { battery_core: { coreNamespace: 'battery-tools' } });
  expect(envOf(resources)).toMatchObject({
    KC_DB: 'postgres',
    KC_DB_URL_HOST: 'pg-keycloak-rw.battery-base.svc.cluster.local',
    KC_DB_URL_DATABASE: 'keycloak',
  });
  expect(find(resources, 'GeneratedSecret', 'cloudnative-pg.pg-keycloak.keycloak')).toBeDefined();
  expect(JSON.stringify(find(resources, 'StatefulSet', 'keycloak'))).toContain('cloudnative-pg.pg-keycloak.keycloak');
});

test('D22: the pods find each other in the database and in no other way, and are asked for their health at the management port', () => {
  const resources = made(base, { keycloak: { replicas: 3 } });
  const env = envOf(resources);
  expect(env.KC_CACHE_STACK).toBe('jdbc-ping');
  expect(JSON.stringify(find(resources, 'StatefulSet', 'keycloak'))).not.toMatch(/jgroups\.dns|dns_query/i);
  const container = JSON.stringify(find(resources, 'StatefulSet', 'keycloak')?.spec);
  for (const [probe, path, period] of [
    ['startup', 'started', 10],
    ['liveness', 'live', 10],
    ['readiness', 'ready', 10],
  ])
    expect(container).toMatch(
      new RegExp(
        `"${probe}Probe":\\{"httpGet":\\{"path":"/health/${path}","port":"management"\\},"timeoutSeconds":5,"periodSeconds":${period}`,
      ),
    );
  expect(find(resources, 'PodDisruptionBudget', 'keycloak')).toBeDefined();
  expect(find(made(), 'PodDisruptionBudget', 'keycloak')).toBeUndefined();
});

it('is known by one address once the gateway has one, and has no route before', () => {
  const resources = made();
  expect(envOf(resources)).toMatchObject({ KC_HOSTNAME: 'http://keycloak.10-1-2-3.sslip.io', KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true' });
  expect(find(resources, 'HTTPRoute', 'keycloak')?.spec).toMatchObject({
    hostnames: ['keycloak.10-1-2-3.sslip.io'],
    rules: [{ backendRefs: [{ name: 'keycloak', port: 8080 }] }],
  });
  const early = render({ summary: { ...summaryOf(), facts: { ...settledFacts, ingressAddresses: [] } } }).resources;
  expect(envOf(early)).toMatchObject({ KC_HOSTNAME_STRICT: 'false' });
  expect(find(early, 'HTTPRoute', 'keycloak')).toBeUndefined();
  expect(find(made(['keycloak']), 'HTTPRoute', 'keycloak')).toBeUndefined();
});

it('is scraped where there is something that collects', () => {
  expect(find(made([...base, 'victoria_metrics']), 'VMServiceScrape', 'keycloak')?.spec).toMatchObject({
    endpoints: [{ port: 'management', path: '/metrics' }],
  });
  expect(find(made(), 'VMServiceScrape', 'keycloak')).toBeUndefined();
});

test("without sso the Job keeps the platform's realm and nothing else", () => {
  const resources = made([...base, 'grafana']);
  expect(callsOf(resources)?.split('\n')).toEqual([
    'realm home-base',
    'role home-base admin',
    'role home-base editor',
    'remove_others',
    "echo 'Keycloak is as it should be'",
  ]);
  expect(Object.keys(scriptOf(resources))).toEqual(['configure.sh', 'realm.home-base.json']);
});

test('with sso there is a client for each tool and each service that requires sign-in, over https where the gateway ends TLS', () => {
  const calls = callsOf(made(['sso', 'grafana', 'knative']))?.split('\n') ?? [];
  expect(calls).toContain('client home-base grafana SECRET_GRAFANA');
  expect(calls).toContain('realm customers');
  expect(calls).toContain('client customers knative-guarded SECRET_KNATIVE_GUARDED');
  expect(calls).toContain('second_factor home-base offered');
  expect(calls.filter((call) => call.startsWith('client '))).toHaveLength(2);
  expect(callsOf(made(['sso'], { sso: { mfa: true } }))).toContain('second_factor home-base asked');

  const aws = render({
    summary: kitchenSink({
      usage: 'production',
      provider: 'aws',
      size: 'tiny',
      batteries: ['sso', 'grafana', 'cert_manager'],
      config: { cert_manager: { email: 'ops@example.com' } },
    }),
  });
  expect(JSON.parse(scriptOf(aws.resources)['client.home-base.grafana.json'] ?? '')).toMatchObject({
    publicClient: false,
    directAccessGrantsEnabled: false,
    redirectUris: ['https://grafana.10-1-2-3.sslip.io/login/generic_oauth'],
    webOrigins: ['https://grafana.10-1-2-3.sslip.io'],
  });
});

test('D15: the script and its files hold no secret: the Job reads each from the recipe that made it', () => {
  const resources = made(['sso', 'grafana', 'notebooks', 'knative']);
  const job = find(resources, 'Job', 'keycloak-configure');
  const references = [
    ...JSON.stringify(job?.spec).matchAll(
      /"secretKeyRef":\{"key":"(\w+)","name":"([\w-]+)"\}|"secretKeyRef":\{"name":"([\w-]+)","key":"(\w+)"\}/g,
    ),
  ];
  expect(references.length).toBeGreaterThan(4);
  for (const [, , before, after] of references)
    expect(find(resources, 'GeneratedSecret', before ?? after ?? ''), before ?? after).toBeDefined();
  for (const text of Object.values(scriptOf(resources))) expect(text).not.toMatch(/"secret"\s*:/);
  expect(job?.metadata.annotations).toMatchObject({ 'home-base/recreate': 'true' });
});

test('the Job runs anew when a client changes, and only then', () => {
  const hash = (resources: Resource[]) =>
    /"battery\/config-hash":"(\w+)"/.exec(JSON.stringify(find(resources, 'Job', 'keycloak-configure')?.spec))?.[1];
  const before = hash(made(['sso', 'grafana']));
  expect(before).toMatch(/^\w{16}$/);
  expect(hash(made(['sso', 'grafana', 'redis']))).toBe(before);
  expect(hash(made(['sso', 'grafana', 'notebooks']))).not.toBe(before);
  expect(hash(made(['sso', 'grafana'], { sso: { mfa: true } }))).not.toBe(before);
});
