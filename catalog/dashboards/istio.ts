import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat } from './panel.ts';

/** Gateway and waypoints tell of requests, ztunnel of connections; both ends may tell of one, so each panel takes one side. */
const to = 'destination_service_namespace=~"$namespace"';
const rate = '[$__rate_interval]';
const quantile = (q: number) => `histogram_quantile(${q}, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${to}}${rate})))`;

const definition: DashboardDefinition = {
  uid: 'istio',
  title: 'Istio',
  folder: 'Network',
  variables: [
    {
      name: 'namespace',
      label: 'Namespace',
      query: 'label_values(istio_requests_total, destination_service_namespace)',
      all: true,
    },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Requests', 'reqps', `sum(rate(istio_requests_total{${to}}[5m]))`),
        stat(
          'Failed',
          'percentunit',
          `(sum(rate(istio_requests_total{response_code=~"5..",${to}}[5m])) or vector(0)) / sum(rate(istio_requests_total{${to}}[5m]))`,
          { warn: 0.01, bad: 0.05 },
        ),
        stat('Connections opened', 'ops', 'sum(rate(istio_tcp_connections_opened_total{reporter="source"}[5m]))'),
        stat('Proxies', 'none', 'sum(pilot_xds)'),
        stat('Configuration refused', 'none', 'sum(increase(pilot_total_xds_rejects[1h])) or vector(0)', { warn: 1 }),
      ],
    },
    {
      title: 'Requests',
      panels: [
        graph('By service', 'reqps', [
          { expr: `sum by (destination_service_name) (rate(istio_requests_total{${to}}${rate}))`, legend: '{{destination_service_name}}' },
        ]),
        graph('By answer', 'reqps', [
          { expr: `sum by (response_code) (rate(istio_requests_total{${to}}${rate}))`, legend: '{{response_code}}' },
        ]),
        graph('Time', 'ms', [
          { expr: quantile(0.5), legend: 'half' },
          { expr: quantile(0.95), legend: '95 of 100' },
          { expr: quantile(0.99), legend: '99 of 100' },
        ]),
      ],
    },
    {
      title: 'Connections',
      panels: [
        graph('Sent', 'Bps', [
          {
            expr: `sum by (destination_service_name) (rate(istio_tcp_sent_bytes_total{reporter="source",${to}}${rate}))`,
            legend: '{{destination_service_name}}',
          },
        ]),
        graph('Received', 'Bps', [
          {
            expr: `sum by (destination_service_name) (rate(istio_tcp_received_bytes_total{reporter="source",${to}}${rate}))`,
            legend: '{{destination_service_name}}',
          },
        ]),
        graph('Opened and closed', 'ops', [
          { expr: `sum(rate(istio_tcp_connections_opened_total{reporter="source",${to}}${rate}))`, legend: 'opened' },
          { expr: `sum(rate(istio_tcp_connections_closed_total{reporter="source",${to}}${rate}))`, legend: 'closed' },
        ]),
      ],
    },
    {
      title: 'Control plane',
      panels: [
        graph('Configuration sent', 'ops', [{ expr: `sum by (type) (rate(pilot_xds_pushes${rate}))`, legend: '{{type}}' }]),
        graph('Until proxies follow', 's', [
          { expr: `histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket${rate})))`, legend: '99 of 100' },
        ]),
        graph('Memory of the control plane', 'bytes', [
          { expr: 'sum by (pod) (process_resident_memory_bytes{pod=~"istiod.*"})', legend: '{{pod}}' },
        ]),
      ],
    },
  ],
};

export function istioDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
