import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { batteryHosts, batteryUrl } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { httpRoute } from '../../parts/http-route.ts';
import { allowIngress, managedNamespaces, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { resources, service, spreadOverNodes, statefulSet } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { keycloak } from './battery.ts';
import { administratorSecret, keycloakConfigure } from './configure.ts';
import { databaseOf } from './database.ts';

type Config = ConfigOf<typeof keycloak>;

const name = 'keycloak';
const selector = { 'battery/app': name, 'battery/component': 'server' };

/** Keycloak as a server, without its operator. What it holds (realms, clients) is the Job's work: see configure.ts. */
export const keycloakResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    return [
      serviceAccount({ namespace, name }, false),
      administrator(config, namespace),
      server(config, summary, namespace),
      service({
        name,
        namespace,
        selector,
        ports: [
          { name: 'http', port: 8080 },
          { name: 'management', port: 9000 },
        ],
      }),
      service({
        name: `${name}-headless`,
        namespace,
        selector,
        ports: [{ name: 'http', port: 8080 }],
        spec: { clusterIP: 'None', publishNotReadyAddresses: true },
      }),
      allowIngress(name, namespace, selector, [
        { from: [managedNamespaces], ports: [8080] },
        { from: [namespacePeer(namespace)], ports: [9000] },
        // Sessions are shared between the pods: JGroups, and its watch over the others.
        { from: [podPeer(selector)], ports: [7800, 57_800] },
      ]),
      ...(config.replicas > 1 ? [pdb(name, namespace, selector)] : []),
      ...serviceScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'management', path: '/metrics' }] }, summary),
      ...httpRoute(
        { name, namespace, owner: 'keycloak', hosts: batteryHosts(summary, 'keycloak'), rules: [{ backendRefs: [{ name, port: 8080 }] }] },
        summary,
      ),
      ...keycloakConfigure(config, summary),
    ];
  },
};

/** Keycloak makes both at its first start only: an administrator for people, and a client for the Job, so that either may be changed alone. */
function administrator(config: Config, namespace: string): Resource {
  return generatedSecret({
    name: administratorSecret,
    namespace,
    keys: {
      username: { from: 'value', value: config.adminUsername },
      password: { from: 'random', length: 32, alphabet: 'alphanumeric' },
      clientId: { from: 'value', value: 'home-base' },
      clientSecret: { from: 'random', length: 48, alphabet: 'alphanumeric' },
    },
  });
}

function server(config: Config, summary: Summary, namespace: string): Resource {
  const probe = (path: string, more: object) => ({ httpGet: { path, port: 'management' }, timeoutSeconds: 5, ...more });
  return statefulSet({
    name,
    namespace,
    selector,
    serviceName: `${name}-headless`,
    account: name,
    replicas: config.replicas,
    // Pods find each other in the database: none has to wait for another.
    spec: { podManagementPolicy: 'Parallel' },
    pod: {
      automountServiceAccountToken: false,
      securityContext: { ...restrictedPod, runAsUser: 1000, fsGroup: 1000 },
      topologySpreadConstraints: spreadOverNodes(selector),
    },
    containers: [
      {
        name,
        image: config.image,
        args: ['start'],
        env: [...settings(config, summary), ...secrets(summary)],
        ports: [
          { name: 'http', containerPort: 8080 },
          { name: 'management', containerPort: 9000 },
          { name: 'jgroups', containerPort: 7800 },
        ],
        // The first start makes the database's tables.
        startupProbe: probe('/health/started', { periodSeconds: 10, failureThreshold: 60 }),
        livenessProbe: probe('/health/live', { periodSeconds: 10, failureThreshold: 6 }),
        readinessProbe: probe('/health/ready', { periodSeconds: 10, failureThreshold: 3 }),
        resources: resources({ cpu: '500m', memory: '1Gi' }, { cpu: '2', memory: '2Gi' }),
        // `start` adapts the server to the settings, which writes in its own folder.
        securityContext: { ...restrictedContainer, readOnlyRootFilesystem: false },
      },
    ],
  });
}

/** TLS ends at the gateway, which tells the server what the browser asked for. */
function settings(config: Config, summary: Summary) {
  const url = batteryUrl(summary, 'keycloak');
  const database = databaseOf(summary);
  return Object.entries({
    // Browsers are sent to one address whoever asks; pods may use the Service.
    ...(url ? { KC_HOSTNAME: url, KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true' } : { KC_HOSTNAME_STRICT: 'false' }),
    KC_HTTP_ENABLED: 'true',
    KC_PROXY_HEADERS: 'xforwarded',
    KC_DB: 'postgres',
    KC_DB_URL_HOST: database.host,
    KC_DB_URL_DATABASE: database.name,
    KC_DB_URL_PROPERTIES: '?sslmode=require',
    KC_CACHE_STACK: 'jdbc-ping',
    KC_HEALTH_ENABLED: 'true',
    KC_METRICS_ENABLED: 'true',
    KC_LOG_LEVEL: config.logLevel,
    KC_LOG_CONSOLE_OUTPUT: 'json',
  }).map(([key, value]) => ({ name: key, value }));
}

function secrets(summary: Summary) {
  const { credentials } = databaseOf(summary);
  return [
    secretEnv('KC_DB_USERNAME', credentials, 'username'),
    secretEnv('KC_DB_PASSWORD', credentials, 'password'),
    secretEnv('KC_BOOTSTRAP_ADMIN_USERNAME', administratorSecret, 'username'),
    secretEnv('KC_BOOTSTRAP_ADMIN_PASSWORD', administratorSecret, 'password'),
    secretEnv('KC_BOOTSTRAP_ADMIN_CLIENT_ID', administratorSecret, 'clientId'),
    secretEnv('KC_BOOTSTRAP_ADMIN_CLIENT_SECRET', administratorSecret, 'clientSecret'),
  ];
}

function secretEnv(env: string, secret: string, key: string) {
  return { name: env, valueFrom: { secretKeyRef: { name: secret, key } } };
}
