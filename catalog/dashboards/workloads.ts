import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat, table } from './panel.ts';

const within = 'namespace=~"$namespace"';
const containers = `${within},container!="",container!="POD"`;
const rate = '[$__rate_interval]';

const definition: DashboardDefinition = {
  uid: 'workloads',
  title: 'Workloads',
  folder: 'Kubernetes',
  variables: [{ name: 'namespace', label: 'Namespace', query: 'label_values(kube_pod_info, namespace)', all: true }],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Running pods', 'none', `sum(kube_pod_status_phase{phase="Running",${within}})`),
        stat('Waiting pods', 'none', `sum(kube_pod_status_phase{phase="Pending",${within}})`, { warn: 1 }),
        stat('Restarts in an hour', 'none', `sum(increase(kube_pod_container_status_restarts_total{${within}}[1h]))`, { warn: 1, bad: 10 }),
        stat(
          'Replicas missing',
          'none',
          `sum(kube_deployment_spec_replicas{${within}} - kube_deployment_status_replicas_available{${within}}) + (sum(kube_statefulset_replicas{${within}} - kube_statefulset_status_replicas_ready{${within}}) or vector(0))`,
          { warn: 1 },
        ),
        stat(
          'CPU requested, of all',
          'percentunit',
          'sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"})',
          {
            warn: 0.85,
            bad: 1,
          },
        ),
        stat(
          'Memory requested, of all',
          'percentunit',
          'sum(kube_pod_container_resource_requests{resource="memory"}) / sum(kube_node_status_allocatable{resource="memory"})',
          {
            warn: 0.85,
            bad: 1,
          },
        ),
      ],
    },
    {
      title: 'By namespace',
      panels: [
        graph(
          'CPU',
          'short',
          [{ expr: `sum by (namespace) (rate(container_cpu_usage_seconds_total{${containers}}${rate}))`, legend: '{{namespace}}' }],
          {
            stack: true,
          },
        ),
        graph(
          'Memory',
          'bytes',
          [{ expr: `sum by (namespace) (container_memory_working_set_bytes{${containers}})`, legend: '{{namespace}}' }],
          {
            stack: true,
          },
        ),
        graph('Received and sent', 'Bps', [
          { expr: `sum by (namespace) (rate(container_network_receive_bytes_total{${within}}${rate}))`, legend: '{{namespace}} received' },
          { expr: `sum by (namespace) (rate(container_network_transmit_bytes_total{${within}}${rate}))`, legend: '{{namespace}} sent' },
        ]),
      ],
    },
    {
      title: 'What they use of what they ask for',
      panels: [
        table('Namespaces', [
          { header: 'Pods', unit: 'none', expr: `count by (namespace) (kube_pod_info{${within}})` },
          { header: 'CPU', unit: 'short', expr: `sum by (namespace) (rate(container_cpu_usage_seconds_total{${containers}}[5m]))` },
          {
            header: 'CPU requested',
            unit: 'short',
            expr: `sum by (namespace) (kube_pod_container_resource_requests{resource="cpu",${within}})`,
          },
          { header: 'Memory', unit: 'bytes', expr: `sum by (namespace) (container_memory_working_set_bytes{${containers}})` },
          {
            header: 'Memory requested',
            unit: 'bytes',
            expr: `sum by (namespace) (kube_pod_container_resource_requests{resource="memory",${within}})`,
          },
        ]),
        table('Volumes', [
          {
            header: 'Size',
            unit: 'bytes',
            expr: `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes{${within}})`,
          },
          {
            header: 'Used',
            unit: 'percentunit',
            expr: `1 - max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${within}} / kubelet_volume_stats_capacity_bytes{${within}})`,
          },
        ]),
      ],
    },
  ],
};

export function workloadsDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
