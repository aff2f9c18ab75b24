import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { podScrape, serviceScrape } from '../../parts/scrape.ts';
import { vmApiVersion } from '../../parts/victoria-metrics.ts';
import type { Summary } from '../../summary.ts';
import type { kubeMonitoring } from './battery.ts';

type Config = ConfigOf<typeof kubeMonitoring>;

/** Where a pod finds what its service account is given. */
const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An endpoint of Kubernetes itself: HTTPS, and the agent's own token, whose rights the other side asks the API server about. */
export function inCluster(verify: boolean, serverName?: string) {
  return {
    scheme: 'https',
    bearerTokenFile: `${account}/token`,
    tlsConfig: verify ? { caFile: `${account}/ca.crt`, ...(serverName && { serverName }) } : { insecureSkipVerify: true },
  };
}

export function verifiesKubelets({ kubeletTls }: Config, { installation }: Summary): boolean {
  return kubeletTls === 'automatic' ? installation.provider === 'aws' : kubeletTls === 'verify';
}

/** A replacement of many series by few: one bucket a path and verb is what nobody looks at. */
const dropped = (regex: string) => [{ action: 'drop', sourceLabels: ['__name__'], regex }];

/**
 * What Kubernetes measures of itself. The pods of kube-system are selected where they are: the original put four Services there, for which an agent
 * would need the right to write in kube-system.
 */
export function scrapes(config: Config, summary: Summary): Resource[] {
  const namespace = namespacesOf(summary).core;
  return [
    ...kubelets(config, namespace, summary),
    ...serviceScrape(
      {
        name: 'battery-metrics-apiserver',
        namespace,
        matchLabels: { component: 'apiserver', provider: 'kubernetes' },
        endpoints: [
          {
            port: 'https',
            ...inCluster(true, 'kubernetes'),
            metricRelabelConfigs: dropped(
              '(etcd_request|apiserver_request_(body_size|slo|sli)|apiserver_response_sizes|apiserver_watch_events_sizes).*_bucket',
            ),
          },
        ],
        spec: { namespaceSelector: { matchNames: ['default'] } },
      },
      summary,
    ),
    ...inKubeSystem('battery-metrics-coredns', namespace, { 'k8s-app': 'kube-dns' }, { port: 'metrics' }, summary),
    ...(config.controlPlane ? controlPlane(namespace, summary) : []),
  ];
}

function kubelets(config: Config, namespace: string, summary: Summary): Resource[] {
  const paths = { kubelet: '/metrics', cadvisor: '/metrics/cadvisor', probes: '/metrics/probes' };
  return Object.entries(paths).map(([part, path]) => ({
    apiVersion: vmApiVersion,
    kind: 'VMNodeScrape',
    metadata: { name: `battery-metrics-${part}`, namespace },
    spec: {
      port: '10250',
      path,
      interval: '30s',
      // cAdvisor says which namespace and pod it speaks of.
      honorLabels: true,
      ...inCluster(verifiesKubelets(config, summary)),
      selector: {},
      metricRelabelConfigs: dropped(
        '(rest_client_request|kubelet_(runtime|http|pod_worker|pod_start)|storage_operation|container_tasks|container_blkio).*(_bucket|_state|_size_bytes)',
      ),
    },
  }));
}

function inKubeSystem(
  name: string,
  namespace: string,
  matchLabels: Record<string, string>,
  endpoint: object,
  summary: Summary,
): Resource[] {
  return podScrape(
    { name, namespace, matchLabels, endpoints: [{ ...endpoint }], spec: { namespaceSelector: { matchNames: ['kube-system'] } } },
    summary,
  );
}

/** Static pods name no port, or one for their probes, so the address is made of the pod's own. */
function controlPlane(namespace: string, summary: Summary): Resource[] {
  const parts = [
    { component: 'kube-scheduler', port: 10_259, how: inCluster(false) },
    { component: 'kube-controller-manager', port: 10_257, how: inCluster(false) },
    { component: 'etcd', port: 2381, how: {} },
  ];
  return parts.flatMap(({ component, port, how }) => {
    const relabelConfigs = [
      { sourceLabels: ['__meta_kubernetes_pod_ip'], targetLabel: '__address__', replacement: `$1:${port}` },
      { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' },
    ];
    const labels = { component, tier: 'control-plane' };
    return inKubeSystem(`battery-metrics-${component}`, namespace, labels, { ...how, relabelConfigs }, summary);
  });
}
