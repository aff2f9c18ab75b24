import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { batteryHosts } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { generatedSecret, type SecretKeys } from '../../parts/generated-secret.ts';
import { httpRoute } from '../../parts/http-route.ts';
import { allowIngress, managedNamespaces, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { signsIn, ssoClientSecretName } from '../../parts/sso.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { kiali } from './battery.ts';
import { viewerRules } from './rules.ts';
import { pagesPort, settings, webRoot } from './settings.ts';

type Config = ConfigOf<typeof kiali>;

const name = 'kiali';
const selector = { 'battery/app': 'kiali', 'battery/component': 'kiali' };
const signingKey = 'kiali-signing-key';
const clientSecret = 'kiali-oidc';

/** Kiali's server, without its operator: one Deployment that reads the cluster and VictoriaMetrics. */
export const kialiResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { istio: namespace, core } = namespacesOf(summary);
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant('kiali-viewer', account, viewerRules(config)),
      configMap(name, namespace, { 'config.yaml': JSON.stringify(settings(config, namespace, summary), null, 2) }),
      recipe(signingKey, namespace, config.signingKeyVersion, { 'value.txt': { from: 'random', length: 32, alphabet: 'alphanumeric' } }),
      ...(signsIn(summary, 'kiali')
        ? [
            recipe(clientSecret, namespace, 1, {
              'oidc-secret': { from: 'secret', namespace: core, name: ssoClientSecretName('kiali'), key: 'clientSecret' },
            }),
          ]
        : []),
      server(config, namespace, summary),
      service({
        name,
        namespace,
        selector,
        ports: [
          { name: 'http', port: pagesPort, targetPort: 'api-port' },
          { name: 'http-metrics', port: 9090 },
        ],
      }),
      allowIngress(name, namespace, selector, [
        { from: [namespacePeer(namespace)], ports: [pagesPort] },
        { from: [managedNamespaces], ports: [9090] },
      ]),
      ...route(config, namespace, summary),
    ];
  },
};

function recipe(secret: string, namespace: string, version: number, keys: SecretKeys): Resource {
  return generatedSecret({ name: secret, namespace, version, keys });
}

function server({ image }: Config, namespace: string, summary: Summary): Resource {
  const probe = { httpGet: { path: `${webRoot}/healthz`, port: 'api-port' }, periodSeconds: 30 };
  const signIn = signsIn(summary, 'kiali');
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    podLabels: { app: 'kiali' },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9090' },
    containers: [
      {
        name,
        image,
        command: ['/opt/kiali/kiali', '-config', '/kiali-configuration/config.yaml'],
        env: [
          { name: 'ACTIVE_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'LOG_FORMAT', value: 'json' },
        ],
        ports: [
          { name: 'api-port', containerPort: pagesPort },
          { name: 'http-metrics', containerPort: 9090 },
        ],
        startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 24 },
        livenessProbe: probe,
        readinessProbe: probe,
        resources: resources({ cpu: '20m', memory: '128Mi' }, { cpu: '1', memory: '1Gi' }),
        // Kiali reads secrets from files of these names, instead of from its configuration.
        volumeMounts: [
          { name: 'configuration', mountPath: '/kiali-configuration', readOnly: true },
          { name: 'signing-key', mountPath: '/kiali-override-secrets/login-token-signing-key', readOnly: true },
          ...(signIn ? [{ name: 'oidc', mountPath: '/kiali-secret', readOnly: true }] : []),
        ],
      },
    ],
    pod: {
      volumes: [
        { name: 'configuration', configMap: { name } },
        { name: 'signing-key', secret: { secretName: signingKey } },
        ...(signIn ? [{ name: 'oidc', secret: { secretName: clientSecret } }] : []),
      ],
    },
  });
}

/** Kiali asks for sign-in itself; without it its pages are open only when the user says so. */
function route({ access }: Config, namespace: string, summary: Summary): Resource[] {
  if (access === 'closed' || (access === 'signed_in' && !signsIn(summary, 'kiali'))) return [];
  return httpRoute(
    { name, namespace, owner: 'kiali', hosts: batteryHosts(summary, 'kiali'), rules: [{ backendRefs: [{ name, port: pagesPort }] }] },
    summary,
  );
}
