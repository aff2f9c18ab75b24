import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { kubeMonitoring } from './battery.ts';
import { counted, kubeStateMetricsRules } from './rules.ts';

const name = 'kube-state-metrics';
const selector = { 'battery/app': 'kube-monitoring', 'battery/component': name };

/** Counts the objects of Kubernetes: replicas wanted and there, phases of pods, conditions of nodes. */
export function kubeStateMetrics(config: ConfigOf<typeof kubeMonitoring>, summary: Summary): Resource[] {
  const namespace = namespacesOf(summary).core;
  const account = { namespace, name };
  return [
    serviceAccount(account),
    ...clusterGrant(name, account, kubeStateMetricsRules),
    deployment({
      name,
      namespace,
      selector,
      account: name,
      pod: { securityContext: { ...restrictedPod, runAsUser: 65_534, runAsGroup: 65_534 } },
      containers: [
        {
          name,
          image: config.kubeStateMetricsImage,
          args: ['--port=8080', '--telemetry-port=8081', `--resources=${Object.values(counted).flat().sort().join(',')}`],
          ports: [
            { name: 'metrics', containerPort: 8080 },
            { name: 'telemetry', containerPort: 8081 },
          ],
          livenessProbe: { httpGet: { path: '/livez', port: 'metrics' }, initialDelaySeconds: 5, timeoutSeconds: 5 },
          readinessProbe: { httpGet: { path: '/readyz', port: 'telemetry' }, initialDelaySeconds: 5, timeoutSeconds: 5 },
          resources: resources({ cpu: '20m', memory: '96Mi' }, { cpu: '500m', memory: '512Mi' }),
        },
      ],
    }),
    service({
      name,
      namespace,
      selector,
      ports: [
        { name: 'metrics', port: 8080 },
        { name: 'telemetry', port: 8081 },
      ],
      spec: { clusterIP: 'None' },
    }),
    allowIngress(name, namespace, selector, [{ from: [namespacePeer(namespace)], ports: [8080, 8081] }]),
    // The metrics say which namespace and pod they speak of: those labels stay.
    ...serviceScrape(
      { name, namespace, matchLabels: selector, endpoints: [{ port: 'metrics', honorLabels: true }, { port: 'telemetry' }] },
      summary,
    ),
  ];
}
