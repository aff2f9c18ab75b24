import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, logs, stat } from './panel.ts';

const rate = '[$__rate_interval]';
const seconds = (routes: string) =>
  `histogram_quantile(0.99, sum by (le, route) (rate(loki_request_duration_seconds_bucket{route=~"${routes}"}${rate})))`;

const definition: DashboardDefinition = {
  uid: 'loki',
  title: 'Logs',
  folder: 'Monitoring',
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Lines taken', 'ops', 'sum(rate(loki_distributor_lines_received_total[5m]))'),
        stat('Bytes taken', 'Bps', 'sum(rate(loki_distributor_bytes_received_total[5m]))'),
        stat('Streams', 'short', 'sum(loki_ingester_memory_streams)'),
        stat('Lines refused', 'ops', 'sum(rate(loki_discarded_samples_total[5m])) or vector(0)', { warn: 0.01 }),
      ],
    },
    {
      title: 'Loki',
      panels: [
        graph('Lines taken', 'ops', [{ expr: `sum(rate(loki_distributor_lines_received_total${rate}))`, legend: 'lines' }]),
        graph('Writes, 99 of 100', 's', [{ expr: seconds('.*push.*'), legend: '{{route}}' }]),
        graph('Questions, 99 of 100', 's', [{ expr: seconds('.*query.*'), legend: '{{route}}' }]),
        graph('Sent by Promtail', 'Bps', [{ expr: `sum by (pod) (rate(promtail_sent_bytes_total${rate}))`, legend: '{{pod}}' }]),
        graph('Refused, by reason', 'ops', [{ expr: `sum by (reason) (rate(loki_discarded_samples_total${rate}))`, legend: '{{reason}}' }]),
        graph('Memory', 'bytes', [{ expr: 'sum by (pod) (process_resident_memory_bytes{pod=~"loki-.*"})', legend: '{{pod}}' }]),
      ],
    },
    {
      title: 'Errors of the last hours',
      panels: [logs('Lines that speak of an error', '{namespace=~".+"} |~ `(?i)\\b(error|fatal|panic)\\b`')],
    },
  ],
};

export function lokiDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
