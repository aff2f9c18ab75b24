import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { trivyOperator } from './battery.ts';
import { clusterRules, leaseRules, nodeRules, ownRules } from './rules.ts';
import { operatorSettings, scanSettings, trivySettings } from './settings.ts';

type Config = ConfigOf<typeof trivyOperator>;

/** Names of its ConfigMaps and Secrets are the operator's: it looks for them, and makes those that are missing. */
const name = 'trivy-operator';
const selector = { 'battery/app': name, 'battery/component': 'operator' };

export const trivyOperatorResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { base: namespace, core } = namespacesOf(summary);
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, [...clusterRules, ...(config.scanNodes ? nodeRules : [])]),
      ...namespaceGrant(name, account, ownRules),
      ...namespaceGrant(`${name}-leader-election`, account, leaseRules),
      configMap(`${name}-config`, namespace, operatorSettings(config)),
      configMap(name, namespace, scanSettings(config)),
      configMap(`${name}-trivy-config`, namespace, trivySettings(config)),
      // Checks of one's own would go here; the operator wants it to be there.
      configMap(`${name}-policies-config`, namespace, {}),
      // Empty: they would hold the credentials of a Trivy server and of mirrors.
      ...[name, `${name}-trivy-config`].map((secret) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secret, namespace },
        type: 'Opaque',
      })),
      operator(config, namespace),
      allowIngress(name, namespace, selector, [{ from: [namespacePeer(core)], ports: [8080] }]),
      ...metrics(namespace, summary),
    ];
  },
};

function operator(config: Config, namespace: string): Resource {
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    spec: { strategy: { type: 'Recreate' } },
    // It reads these through the API, once, at its start: nothing of the pod names them, so their change would not replace it.
    podAnnotations: { 'battery/settings-hash': sha256Hex(canonicalText([scanSettings(config), trivySettings(config)])).slice(0, 16) },
    pod: {
      securityContext: { ...restrictedPod, runAsUser: 10_000, runAsGroup: 10_000 },
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }],
    },
    containers: [
      {
        name,
        image: config.image,
        env: Object.entries({
          OPERATOR_NAMESPACE: namespace,
          OPERATOR_SERVICE_ACCOUNT: name,
          OPERATOR_TARGET_NAMESPACES: '',
          OPERATOR_TARGET_WORKLOADS: 'pod,replicaset,replicationcontroller,statefulset,daemonset,cronjob,job',
        }).map(([key, value]) => ({ name: key, value })),
        envFrom: [{ configMapRef: { name: `${name}-config` } }],
        ports: [
          { name: 'metrics', containerPort: 8080 },
          { name: 'probes', containerPort: 9090 },
        ],
        livenessProbe: { httpGet: { path: '/healthz/', port: 'probes' }, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 10 },
        readinessProbe: { httpGet: { path: '/readyz/', port: 'probes' }, initialDelaySeconds: 5, periodSeconds: 10 },
        resources: resources({ cpu: '50m', memory: '128Mi' }, { cpu: '500m', memory: '1Gi' }),
        // The checks that it pulls.
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
  });
}

function metrics(namespace: string, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'victoria_metrics')) return [];
  return [
    service({ name, namespace, selector, ports: [{ name: 'metrics', port: 80 }], spec: { clusterIP: 'None' } }),
    ...serviceScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'metrics', path: '/metrics' }] }, summary),
  ];
}
