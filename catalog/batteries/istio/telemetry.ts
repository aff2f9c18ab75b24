import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { proxyLabels } from '../../parts/mesh.ts';
import { podScrape, serviceScrape } from '../../parts/scrape.ts';
import type { Summary } from '../../summary.ts';
import type { istio } from './battery.ts';

/** What the mesh tells of itself: access logs and metrics of all proxies, collected with the battery victoria_metrics. */
export function telemetryResources({ namespace, accessLogs }: ConfigOf<typeof istio>, summary: Summary): Resource[] {
  const selector = (component: string) => ({ 'battery/app': 'istio', 'battery/component': component });
  return [
    {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'mesh-default', namespace },
      spec: {
        metrics: [{ providers: [{ name: 'prometheus' }] }],
        ...(accessLogs && { accessLogging: [{ providers: [{ name: 'envoy' }] }] }),
      },
    },
    ...podScrape(
      {
        name: 'envoy-stats-monitor',
        namespace,
        matchLabels: proxyLabels,
        endpoints: [{ port: 'http-envoy-prom', path: '/stats/prometheus', interval: '15s' }],
        // Waypoints stand beside what they serve.
        spec: { namespaceSelector: { any: true } },
      },
      summary,
    ),
    ...podScrape(
      { name: 'ztunnel-monitor', namespace, matchLabels: selector('ztunnel'), endpoints: [{ port: 'ztunnel-stats', interval: '15s' }] },
      summary,
    ),
    ...podScrape(
      { name: 'istio-cni-monitor', namespace, matchLabels: selector('cni'), endpoints: [{ port: 'metrics', interval: '1m' }] },
      summary,
    ),
    ...serviceScrape(
      {
        name: 'istio-component-monitor',
        namespace,
        matchLabels: selector('istiod'),
        endpoints: [{ port: 'http-monitoring', interval: '15s' }],
      },
      summary,
    ),
  ];
}
