import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat } from './panel.ts';

const pods = 'namespace="$namespace",pod=~"$pod"';
const containers = `${pods},container!="",container!="POD"`;
const rate = '[$__rate_interval]';
const requested = (resource: 'cpu' | 'memory', of: 'requests' | 'limits') =>
  `sum by (pod) (kube_pod_container_resource_${of}{resource="${resource}",${pods}})`;

const definition: DashboardDefinition = {
  uid: 'pods',
  title: 'Pods',
  folder: 'Kubernetes',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(kube_pod_info, namespace)' },
    { name: 'pod', label: 'Pod', query: 'label_values(kube_pod_info{namespace="$namespace"}, pod)', all: true },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Pods', 'none', `count(kube_pod_info{${pods}})`),
        stat('Restarts in a day', 'none', `sum(increase(kube_pod_container_status_restarts_total{${pods}}[1d]))`, { warn: 1, bad: 10 }),
        stat('CPU', 'short', `sum(rate(container_cpu_usage_seconds_total{${containers}}[5m]))`),
        stat('Memory', 'bytes', `sum(container_memory_working_set_bytes{${containers}})`),
      ],
    },
    {
      title: 'Over time',
      panels: [
        graph('CPU', 'short', [
          { expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{${containers}}${rate}))`, legend: '{{pod}}' },
          { expr: requested('cpu', 'limits'), legend: '{{pod}} limit' },
        ]),
        graph(
          'CPU held back',
          'percentunit',
          [
            {
              expr: `sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{${containers}}${rate})) / sum by (pod) (rate(container_cpu_cfs_periods_total{${containers}}${rate}))`,
              legend: '{{pod}}',
            },
          ],
          { max: 1 },
        ),
        graph('Memory', 'bytes', [
          { expr: `sum by (pod) (container_memory_working_set_bytes{${containers}})`, legend: '{{pod}}' },
          { expr: requested('memory', 'limits'), legend: '{{pod}} limit' },
        ]),
        graph('Received', 'Bps', [
          { expr: `sum by (pod) (rate(container_network_receive_bytes_total{${pods}}${rate}))`, legend: '{{pod}}' },
        ]),
        graph('Sent', 'Bps', [{ expr: `sum by (pod) (rate(container_network_transmit_bytes_total{${pods}}${rate}))`, legend: '{{pod}}' }]),
        graph('Restarts', 'short', [
          {
            expr: `sum by (pod, container) (increase(kube_pod_container_status_restarts_total{${pods}}${rate}))`,
            legend: '{{pod}} {{container}}',
          },
        ]),
      ],
    },
  ],
};

export function podsDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
