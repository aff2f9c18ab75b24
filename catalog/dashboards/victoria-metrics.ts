import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat } from './panel.ts';

const rate = '[$__rate_interval]';

const definition: DashboardDefinition = {
  uid: 'victoria-metrics',
  title: 'Metrics',
  folder: 'Monitoring',
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Series alive', 'short', 'sum(vm_cache_entries{type="storage/hour_metric_ids"})'),
        stat('Samples taken', 'ops', 'sum(rate(vm_rows_inserted_total[5m]))'),
        stat('On disk', 'bytes', 'sum(vm_data_size_bytes)'),
        stat(
          'Fullest disk',
          'percentunit',
          'max(sum by (pod) (vm_data_size_bytes) / (sum by (pod) (vm_free_disk_space_bytes) + sum by (pod) (vm_data_size_bytes)))',
          {
            warn: 0.7,
            bad: 0.85,
          },
        ),
        stat('Targets down', 'none', 'sum(vm_promscrape_targets{status="down"}) or vector(0)', { warn: 1 }),
        stat('Waiting to be sent', 'bytes', 'sum(vmagent_remotewrite_pending_data_bytes)', { warn: 1e6, bad: 1e8 }),
      ],
    },
    {
      title: 'Store',
      panels: [
        graph('Samples taken', 'ops', [{ expr: `sum by (pod) (rate(vm_rows_inserted_total${rate}))`, legend: '{{pod}}' }]),
        graph('New series', 'ops', [{ expr: `sum by (pod) (rate(vm_new_timeseries_created_total${rate}))`, legend: '{{pod}}' }]),
        graph('On disk', 'bytes', [{ expr: 'sum by (pod) (vm_data_size_bytes)', legend: '{{pod}}' }], { stack: true }),
        graph('Questions', 'reqps', [
          { expr: `sum by (path) (rate(vm_http_requests_total{path=~"/select/.*"}${rate}))`, legend: '{{path}}' },
        ]),
        graph('Errors', 'reqps', [{ expr: `sum by (job, path) (rate(vm_http_request_errors_total${rate}))`, legend: '{{job}} {{path}}' }]),
        graph('Slow inserts', 'percentunit', [
          { expr: `sum(rate(vm_slow_row_inserts_total${rate})) / sum(rate(vm_rows_inserted_total${rate}))`, legend: 'of all' },
        ]),
      ],
    },
    {
      title: 'Agent',
      panels: [
        graph('Targets', 'short', [{ expr: 'sum by (status) (vm_promscrape_targets)', legend: '{{status}}' }], { stack: true }),
        graph('Scrapes that failed', 'ops', [
          { expr: `sum by (pod) (rate(vm_promscrape_scrapes_failed_total${rate}))`, legend: '{{pod}}' },
        ]),
        graph('Waiting to be sent', 'bytes', [{ expr: 'sum by (pod) (vmagent_remotewrite_pending_data_bytes)', legend: '{{pod}}' }]),
      ],
    },
    {
      title: 'Alerts',
      panels: [
        graph('Firing', 'short', [{ expr: 'sum by (alertname) (ALERTS{alertstate="firing"})', legend: '{{alertname}}' }], { stack: true }),
        graph('Told', 'ops', [
          { expr: `sum by (integration) (rate(alertmanager_notifications_total${rate}))`, legend: '{{integration}}' },
          { expr: `sum by (integration) (rate(alertmanager_notifications_failed_total${rate}))`, legend: '{{integration}} failed' },
        ]),
        graph('Memory', 'bytes', [{ expr: 'sum by (pod) (process_resident_memory_bytes{pod=~"vm.*"})', legend: '{{pod}}' }]),
      ],
    },
  ],
};

export function victoriaMetricsDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
