import type { AlertGroup } from './alert.ts';

export const lokiAlerts: AlertGroup = {
  name: 'loki',
  needs: ['loki'],
  alerts: [
    {
      alert: 'LokiRequestsFail',
      severity: 'warning',
      expr: 'sum by (namespace, route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m])) / sum by (namespace, route) (rate(loki_request_duration_seconds_count[5m])) > 0.1',
      for: '15m',
      summary: 'Loki fails {{ $value | humanizePercentage }} of the requests to {{ $labels.route }}',
      description: 'Logs are not taken or not found. The log of Loki itself says why.',
    },
    {
      alert: 'LokiPanics',
      severity: 'critical',
      expr: 'sum by (namespace, pod) (increase(loki_panic_total[10m])) > 0',
      for: '1m',
      summary: 'Loki panics in {{ $labels.namespace }}/{{ $labels.pod }}',
      description: 'A request ends it in the middle. The log of Loki itself names the place.',
    },
    {
      alert: 'LokiDiscardsLogs',
      severity: 'warning',
      expr: 'sum by (reason) (rate(loki_discarded_samples_total[15m])) > 0',
      for: '15m',
      summary: 'Loki refuses {{ $value | humanize }} lines a second: {{ $labels.reason }}',
      description: 'They are over a limit or too old. They are lost.',
    },
    {
      alert: 'LokiDiskFull',
      severity: 'critical',
      expr: 'increase(loki_ingester_wal_disk_full_failures_total[10m]) > 0',
      for: '1m',
      summary: 'Loki cannot write to its disk in {{ $labels.namespace }}/{{ $labels.pod }}',
      description: 'Lines are lost at the next restart. Raise its storage, or keep logs for a shorter time.',
    },
    {
      alert: 'PromtailDropsLogs',
      severity: 'warning',
      expr: 'sum by (namespace, pod, reason) (rate(promtail_dropped_entries_total[15m])) > 0',
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} drops {{ $value | humanize }} lines a second: {{ $labels.reason }}',
      description: 'Loki did not take them, and they were tried for as long as Promtail does. They are lost.',
    },
  ],
};
