import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat, table } from './panel.ts';

const on = 'node=~"$node"';
const disks = `${on},fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs|fuse.*"`;
const links = `${on},device!~"lo|veth.*|cali.*|lxc.*|cni.*|docker.*"`;
const rate = '[$__rate_interval]';

const definition: DashboardDefinition = {
  uid: 'nodes',
  title: 'Nodes',
  folder: 'Kubernetes',
  variables: [{ name: 'node', label: 'Node', query: 'label_values(node_uname_info, node)', all: true }],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Nodes', 'none', `count(node_uname_info{${on}})`),
        stat('Not ready', 'none', `sum(kube_node_status_condition{condition="Ready",status!="true",${on}}) or vector(0)`, { bad: 1 }),
        stat('CPU used', 'percentunit', `1 - avg(rate(node_cpu_seconds_total{mode="idle",${on}}[5m]))`, { warn: 0.8, bad: 0.95 }),
        stat('Memory used', 'percentunit', `1 - sum(node_memory_MemAvailable_bytes{${on}}) / sum(node_memory_MemTotal_bytes{${on}})`, {
          warn: 0.8,
          bad: 0.92,
        }),
        stat('Fullest disk', 'percentunit', `1 - min(node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`, {
          warn: 0.8,
          bad: 0.92,
        }),
        stat('Pods', 'none', `sum(kubelet_running_pods{${on}})`),
      ],
    },
    {
      title: 'CPU and memory',
      panels: [
        graph(
          'CPU used',
          'percentunit',
          [{ expr: `1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle",${on}}${rate}))`, legend: '{{node}}' }],
          { max: 1 },
        ),
        graph('Load over five minutes, per CPU', 'short', [
          { expr: `max by (node) (node_load5{${on}}) / count by (node) (node_cpu_seconds_total{mode="idle",${on}})`, legend: '{{node}}' },
        ]),
        graph(
          'Memory used',
          'percentunit',
          [{ expr: `1 - node_memory_MemAvailable_bytes{${on}} / node_memory_MemTotal_bytes{${on}}`, legend: '{{node}}' }],
          { max: 1 },
        ),
      ],
    },
    {
      title: 'Disk and network',
      panels: [
        graph('Read and written', 'Bps', [
          { expr: `sum by (node) (rate(node_disk_read_bytes_total{${on}}${rate}))`, legend: '{{node}} read' },
          { expr: `sum by (node) (rate(node_disk_written_bytes_total{${on}}${rate}))`, legend: '{{node}} written' },
        ]),
        graph('Busiest disk', 'percentunit', [
          { expr: `max by (node) (rate(node_disk_io_time_seconds_total{${on}}${rate}))`, legend: '{{node}}' },
        ]),
        graph('Received and sent', 'Bps', [
          { expr: `sum by (node) (rate(node_network_receive_bytes_total{${links}}${rate}))`, legend: '{{node}} received' },
          { expr: `sum by (node) (rate(node_network_transmit_bytes_total{${links}}${rate}))`, legend: '{{node}} sent' },
        ]),
        table('Filesystems', [
          { header: 'Size', unit: 'bytes', expr: `max by (node, mountpoint) (node_filesystem_size_bytes{${disks}})` },
          { header: 'Free', unit: 'bytes', expr: `max by (node, mountpoint) (node_filesystem_avail_bytes{${disks}})` },
          {
            header: 'Used',
            unit: 'percentunit',
            expr: `1 - max by (node, mountpoint) (node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
          },
        ]),
      ],
    },
  ],
};

export function nodesDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
