import type { ConfigOf } from '../../define.ts';
import { lokiUrl } from '../../parts/loki.ts';
import type { Summary } from '../../summary.ts';
import type { promtail } from './battery.ts';

const meta = (name: string) => `__meta_kubernetes_${name}`;
const copy = (from: string, to: string) => ({ source_labels: [meta(from)], target_label: to });

/** Of several labels the first that a pod has: what Home Base gave, then what Kubernetes recommends, then what charts used to have. */
const app = {
  source_labels: ['pod_label_battery_app', 'pod_label_app_kubernetes_io_name', 'pod_label_app', 'pod_name'].map(meta),
  separator: ';',
  regex: '^;*([^;]+)(;.*)?$',
  replacement: '$1',
  target_label: 'app',
};

/** Promtail's configuration (3.6). It knows its node by the variable HOSTNAME, and follows the targets whose `__host__` is that. */
export function promtailSettings(config: ConfigOf<typeof promtail>, summary: Summary): object {
  return {
    server: { http_listen_port: 3101, grpc_listen_port: 0, log_level: 'warn' },
    // On the node, so that a new pod goes on where the old one was.
    positions: { filename: '/run/promtail/positions.yaml' },
    clients: [{ url: `${lokiUrl(summary)}/loki/api/v1/push` }],
    scrape_configs: [
      {
        job_name: 'pods',
        kubernetes_sd_configs: [{ role: 'pod' }],
        pipeline_stages: [
          { cri: {} },
          ...(config.dropDebug ? [{ drop: { expression: '(?i)(level|lvl|severity)["\']?\\s*[=:]\\s*["\']?(debug|trace)' } }] : []),
        ],
        relabel_configs: [
          { source_labels: [meta('pod_node_name')], target_label: '__host__' },
          copy('namespace', 'namespace'),
          copy('pod_name', 'pod'),
          copy('pod_container_name', 'container'),
          copy('pod_node_name', 'node'),
          copy('pod_label_battery_component', 'component'),
          app,
          {
            source_labels: [meta('pod_uid'), meta('pod_container_name')],
            separator: '/',
            target_label: '__path__',
            replacement: '/var/log/pods/*$1/*.log',
          },
          // Static pods: the kubelet names their folders by the hash of their file.
          {
            source_labels: [
              meta('pod_annotationpresent_kubernetes_io_config_hash'),
              meta('pod_annotation_kubernetes_io_config_hash'),
              meta('pod_container_name'),
            ],
            separator: '/',
            regex: 'true/(.*)',
            target_label: '__path__',
            replacement: '/var/log/pods/*$1/*.log',
          },
        ],
      },
    ],
  };
}
