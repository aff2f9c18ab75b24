import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { eksClusterName, offKarpenterNodes, roleAnnotations } from '../../parts/aws.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { karpenter } from './battery.ts';
import { pools } from './pools.ts';
import { awsRules, coreRules, dnsRules, leaseRules } from './rules.ts';

type Config = ConfigOf<typeof karpenter>;

const name = 'karpenter';
const selector = { 'battery/app': name, 'battery/component': 'controller' };

export const karpenterResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    const account = { namespace, name };
    return [
      serviceAccount(account, true, roleAnnotations(config.serviceRoleArn)),
      ...clusterGrant(name, account, awsRules),
      ...clusterGrant('karpenter-core', account, coreRules),
      ...namespaceGrant(name, account, leaseRules),
      ...namespaceGrant('karpenter-dns', account, dnsRules, 'kube-system'),
      ...(eksClusterName(summary) ? controller(config, summary, namespace) : []),
      ...pools(config, summary),
    ];
  },
};

/** Two, of which one works. They run on nodes that Karpenter did not make, as it could not bring itself back. */
function controller(config: Config, summary: Summary, namespace: string): Resource[] {
  return [
    service({ name, namespace, selector, ports: [{ name: 'http-metrics', port: 8080 }] }),
    allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [8080] }]),
    pdb(name, namespace, selector),
    deployment({
      name,
      namespace,
      selector,
      account: name,
      replicas: 2,
      spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } },
      pod: {
        priorityClassName: 'system-cluster-critical',
        securityContext: { ...restrictedPod, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 },
        tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
        affinity: {
          ...offKarpenterNodes(summary),
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } },
            ],
          },
        },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: selector },
          },
        ],
      },
      containers: [
        {
          name: 'controller',
          image: config.image,
          env: environment(config, summary),
          ports: [
            { name: 'http-metrics', containerPort: 8080 },
            { name: 'http', containerPort: 8081 },
          ],
          livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, initialDelaySeconds: 30, timeoutSeconds: 30 },
          readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, initialDelaySeconds: 5, timeoutSeconds: 30 },
          resources: resources({ cpu: '500m', memory: '512Mi' }, { cpu: '1', memory: '1Gi' }),
        },
      ],
    }),
    ...serviceScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'http-metrics' }] }, summary),
  ];
}

/** As the chart of 1.12.1 sets it; what it leaves at its default is left out. */
function environment(config: Config, summary: Summary) {
  const ofContainer = (resource: string, divisor: string) => ({
    valueFrom: { resourceFieldRef: { containerName: 'controller', resource, divisor } },
  });
  return [
    { name: 'KUBERNETES_MIN_VERSION', value: '1.19.0-0' },
    { name: 'KARPENTER_SERVICE', value: name },
    { name: 'METRICS_PORT', value: '8080' },
    { name: 'HEALTH_PROBE_PORT', value: '8081' },
    { name: 'SYSTEM_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'CPU_REQUESTS', ...ofContainer('requests.cpu', '1m') },
    { name: 'MEMORY_LIMIT', ...ofContainer('limits.memory', '0') },
    { name: 'CLUSTER_NAME', value: eksClusterName(summary) },
    ...(config.clusterEndpoint ? [{ name: 'CLUSTER_ENDPOINT', value: config.clusterEndpoint }] : []),
    ...(config.queueName ? [{ name: 'INTERRUPTION_QUEUE', value: config.queueName }] : []),
  ];
}
