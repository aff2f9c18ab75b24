import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress, podPeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { cloudnativePgBarman } from './battery.ts';
import { leaderRules, pluginRules } from './rules.ts';

type Config = ConfigOf<typeof cloudnativePgBarman>;

const name = 'barman-cloud';
const port = 9090;
const selector = { 'battery/app': 'cloudnative-pg-barman', 'battery/component': 'plugin' };
/** Pods of the CloudNativePG operator, in the same namespace. */
const operator = { 'battery/app': 'cloudnative-pg', 'battery/component': 'operator' };
const serverSecret = 'barman-cloud-server-tls';
const clientSecret = 'barman-cloud-client-tls';

/** The plugin runs beside the operator, which finds it by the labels and annotations of its Service. What each cluster sends where: cloudnative_pg. */
export const cloudnativePgBarmanResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant('plugin-barman-cloud', account, pluginRules),
      ...namespaceGrant('barman-cloud-leader-election', account, leaderRules),
      certificate('barman-cloud-server', serverSecret, namespace, { usages: ['server auth'], dnsNames: [name] }),
      certificate('barman-cloud-client', clientSecret, namespace, { usages: ['client auth'], commonName: 'barman-cloud-client' }),
      pluginService(namespace),
      // Nobody but the operator calls it.
      allowIngress(name, namespace, selector, [{ from: [podPeer(operator)], ports: [port] }]),
      plugin(config, namespace),
    ];
  },
};

function pluginService(namespace: string): Resource {
  const made = service({
    name,
    namespace,
    selector,
    labels: { 'cnpg.io/pluginName': 'barman-cloud.cloudnative-pg.io' },
    ports: [{ name: 'grpc', port }],
  });
  const annotations = {
    'cnpg.io/pluginPort': String(port),
    'cnpg.io/pluginServerSecret': serverSecret,
    'cnpg.io/pluginClientSecret': clientSecret,
  };
  return { ...made, metadata: { ...made.metadata, annotations } };
}

/** Each side trusts the other's very certificate, so that no other that the authority signed gets in. */
function plugin(config: Config, namespace: string): Resource {
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    spec: { strategy: { type: 'Recreate' } },
    pod: {
      securityContext: { ...restrictedPod, runAsUser: 10_001, runAsGroup: 10_001 },
      volumes: [
        { name: 'server', secret: { secretName: serverSecret } },
        { name: 'client', secret: { secretName: clientSecret } },
      ],
    },
    containers: [
      {
        name,
        image: config.pluginImage,
        args: [
          'operator',
          '--server-cert=/server/tls.crt',
          '--server-key=/server/tls.key',
          '--client-cert=/client/tls.crt',
          `--server-address=:${port}`,
          '--leader-elect',
          '--log-level=info',
        ],
        env: [{ name: 'SIDECAR_IMAGE', value: config.sidecarImage }],
        ports: [{ name: 'grpc', containerPort: port }],
        readinessProbe: { tcpSocket: { port: 'grpc' }, initialDelaySeconds: 10, periodSeconds: 10 },
        livenessProbe: { tcpSocket: { port: 'grpc' }, initialDelaySeconds: 30, periodSeconds: 30 },
        resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '500m', memory: '256Mi' }),
        volumeMounts: [
          { name: 'server', mountPath: '/server', readOnly: true },
          { name: 'client', mountPath: '/client', readOnly: true },
        ],
      },
    ],
  });
}

/**
 * The plugin reads its certificates when it starts, and the operator follows their Secrets at once: from a renewal until the plugin's next start
 * no backup works (cloudnative-pg issue 7947). So they last five years instead of upstream's 90 days, and a release of the catalog restarts the
 * plugin long before.
 */
function certificate(certificateName: string, secretName: string, namespace: string, spec: object): Resource {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificateName, namespace },
    spec: {
      secretName,
      secretTemplate: { labels: { 'cnpg.io/reload': 'true' } },
      duration: '43800h0m0s',
      renewBefore: '720h0m0s',
      revisionHistoryLimit: 1,
      issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      ...spec,
    },
  };
}
