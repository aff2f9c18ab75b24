import type { AlertGroup } from './alert.ts';

/** Filesystems of disks, not of memory or of containers. */
const disks = 'fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs|fuse.*"';

export const nodeAlerts: AlertGroup = {
  name: 'nodes',
  needs: ['kube_monitoring'],
  alerts: [
    {
      alert: 'NodeNotReady',
      severity: 'critical',
      expr: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
      for: '10m',
      summary: 'The node {{ $labels.node }} is not ready',
      description: 'Its pods are moved to other nodes. Look at the kubelet and the machine itself.',
    },
    {
      alert: 'NodeDiskFull',
      severity: 'critical',
      expr: `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.08`,
      for: '15m',
      summary: 'Less than 8 % are free on {{ $labels.mountpoint }} of {{ $labels.node }}',
      description: 'The kubelet evicts pods and removes images when its disk fills up. Free space or grow the disk.',
    },
    {
      alert: 'NodeDiskFillsUp',
      severity: 'warning',
      expr: `predict_linear(node_filesystem_avail_bytes{${disks}}[6h], 86400) < 0 and node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.3`,
      for: '1h',
      summary: '{{ $labels.mountpoint }} of {{ $labels.node }} is full within a day',
      description: 'At the rate of the last six hours. Find what grows, or grow the disk.',
    },
    {
      alert: 'NodeInodesLow',
      severity: 'warning',
      expr: `node_filesystem_files_free{${disks}} / node_filesystem_files{${disks}} < 0.08`,
      for: '30m',
      summary: 'Less than 8 % of the inodes are free on {{ $labels.mountpoint }} of {{ $labels.node }}',
      description: 'No file can be made without one, whatever space is free. Look for many small files.',
    },
    {
      alert: 'NodeFilesystemReadOnly',
      severity: 'critical',
      expr: 'node_filesystem_readonly{fstype=~"ext4|xfs|btrfs",mountpoint!~"/boot.*|/etc/.*"} == 1',
      for: '5m',
      summary: '{{ $labels.mountpoint }} of {{ $labels.node }} is read-only',
      description: 'Linux does so after errors of the disk. Drain the node and look at the disk.',
    },
    {
      alert: 'NodeMemoryLow',
      severity: 'warning',
      expr: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.08',
      for: '15m',
      summary: 'Less than 8 % of the memory of {{ $labels.node }} are free',
      description: 'The kernel kills a process when it runs out. Look for pods that use more than they request.',
    },
    {
      alert: 'NodeLoadHigh',
      severity: 'warning',
      expr: 'max by (node) (node_load5) / count by (node) (node_cpu_seconds_total{mode="idle"}) > 2',
      for: '30m',
      summary: 'Twice as much wants to run on {{ $labels.node }} as it has CPUs',
      description: 'Everything on it is slow. Look for pods that use more than they request, or add nodes.',
    },
    {
      alert: 'NodeClockWrong',
      severity: 'warning',
      expr: 'abs(node_timex_offset_seconds) > 0.05',
      for: '15m',
      summary: 'The clock of {{ $labels.node }} is {{ $value | humanizeDuration }} off',
      description: 'Certificates, logs and databases trust the clock. Look at its time service.',
    },
    {
      alert: 'NodeConnectionsNearLimit',
      severity: 'warning',
      expr: 'node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.85',
      for: '15m',
      summary: '{{ $labels.node }} tracks {{ $value | humanizePercentage }} of the connections it can',
      description: 'New connections are dropped at the limit. Look for what opens them, or raise nf_conntrack_max.',
    },
    {
      alert: 'NodePodsNearLimit',
      severity: 'info',
      expr: 'sum by (node) (kubelet_running_pods) / sum by (node) (kube_node_status_allocatable{resource="pods"}) > 0.95',
      for: '30m',
      summary: '{{ $labels.node }} runs {{ $value | humanizePercentage }} of the pods it may',
      description: 'No more pods are put on it, whatever CPU and memory are free.',
    },
  ],
};
