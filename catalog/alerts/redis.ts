import type { AlertGroup } from './alert.ts';

export const redisAlerts: AlertGroup = {
  name: 'redis',
  needs: ['redis'],
  alerts: [
    {
      alert: 'RedisDown',
      severity: 'critical',
      expr: 'redis_up == 0',
      for: '2m',
      summary: 'Redis does not answer in {{ $labels.namespace }}/{{ $labels.pod }}',
      description: 'The exporter beside it reaches nothing. The log of the pod says why.',
    },
    {
      alert: 'RedisMemoryNearLimit',
      severity: 'warning',
      expr: 'redis_memory_used_bytes / redis_memory_max_bytes > 0.9 and redis_memory_max_bytes > 0',
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory',
      description: 'At the limit it evicts keys, or refuses writes where no key may go. Give the instance more memory.',
    },
    {
      alert: 'RedisEvictsKeys',
      severity: 'info',
      expr: 'rate(redis_evicted_keys_total[5m]) > 0',
      for: '30m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} evicts {{ $value | humanize }} keys a second',
      description: 'For a cache that is its way to live; for a store it is loss of data.',
    },
    {
      alert: 'RedisRefusesClients',
      severity: 'warning',
      expr: 'increase(redis_rejected_connections_total[5m]) > 0',
      for: '5m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} refuses clients',
      description: 'It has as many connections as it may. Look for a client that does not close its own.',
    },
    {
      alert: 'RedisReplicaNotFed',
      severity: 'warning',
      expr: 'redis_master_link_up == 0',
      for: '10m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} receives nothing from its master',
      description: 'What it would answer is old, and a failover to it would lose writes.',
    },
    {
      alert: 'RedisSnapshotFailed',
      severity: 'warning',
      expr: 'redis_rdb_last_bgsave_status == 0',
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} could not save its last snapshot',
      description: 'A restart would lose what was written since. Look at the volume, and at the memory: a snapshot forks the process.',
    },
  ],
};
