import type { ConfigOf } from '../../define.ts';
import { batteryHosts, batteryUrl, hasTls } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { clusterId, trustDomain } from '../../parts/mesh.ts';
import { issuerUrl, signsIn, ssoClientId } from '../../parts/sso.ts';
import type { Summary } from '../../summary.ts';
import type { kiali } from './battery.ts';

/** Port of the pages. */
export const pagesPort = 20_001;
export const webRoot = '/kiali';

/** Kiali's own configuration, `config.yaml`. Its keys are those of Kiali 2.19. */
export function settings({ showLogs }: ConfigOf<typeof kiali>, namespace: string, summary: Summary) {
  const { core } = namespacesOf(summary);
  const [host] = batteryHosts(summary, 'kiali');
  const grafana = batteryUrl(summary, 'grafana');
  const metrics = `http://vmselect-main-cluster.${core}.svc.cluster.local:8481`;
  return {
    auth: signIn(summary),
    deployment: { cluster_wide_access: true, instance_name: 'kiali', namespace, view_only_mode: true },
    external_services: {
      grafana: {
        enabled: grafana !== undefined,
        internal_url: `http://grafana.${core}.svc.cluster.local`,
        ...(grafana && { external_url: grafana }),
      },
      // Istiod's own view would need the right to forward ports of pods.
      istio: { istio_api_enabled: false, istio_identity_domain: `svc.${trustDomain}` },
      prometheus: {
        url: `${metrics}/select/0/prometheus`,
        health_check_url: `${metrics}/health`,
        // Says what Kiali would ask Prometheus itself for, and VictoriaMetrics does not answer.
        thanos_proxy: { enabled: true, retention_period: '14d', scrape_interval: '30s' },
      },
      tracing: { enabled: false },
    },
    kiali_feature_flags: { disabled_features: showLogs ? [] : ['logs-tab'] },
    kubernetes_config: { cluster_name: clusterId },
    server: {
      port: pagesPort,
      web_root: webRoot,
      observability: { metrics: { enabled: true, port: 9090 } },
      ...(host && { web_fqdn: host, web_schema: hasTls(summary) ? 'https' : 'http', web_port: hasTls(summary) ? '443' : '80' }),
    },
  };
}

/** Who signs in sees what Kiali itself may see: Kubernetes knows nobody of the realm. The client's secret is a file (resources.ts). */
function signIn(summary: Summary) {
  if (!signsIn(summary, 'kiali')) return { strategy: 'anonymous' };
  return {
    strategy: 'openid',
    openid: {
      client_id: ssoClientId('kiali'),
      issuer_uri: issuerUrl(summary),
      scopes: ['openid', 'profile', 'email'],
      username_claim: 'preferred_username',
      disable_rbac: true,
    },
  };
}
