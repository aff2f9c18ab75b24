import { ageOf, type ReleaseVersion } from './releases.ts';
import { catalogVersion } from './version.ts';

type Image = {
  repository: string;
  tag: string;
  /** Other tags, each from a release on. Only of images whose definitions (CRDs) stay the same: upstream.lock.json has one version of those. */
  newer?: Partial<Record<ReleaseVersion, string>>;
  /** sha256 of the image index of `tag`; set once ingest has reached a registry. */
  digest?: string;
};

/** Every image of the catalog, once. Operators carry the version of their CRDs in upstream.lock.json. */
export const images = {
  aws_load_balancer_controller: { repository: 'public.ecr.aws/eks/aws-load-balancer-controller', tag: 'v2.14.0' },
  cert_manager_acmesolver: { repository: 'quay.io/jetstack/cert-manager-acmesolver', tag: 'v1.20.2' },
  cert_manager_cainjector: { repository: 'quay.io/jetstack/cert-manager-cainjector', tag: 'v1.20.2' },
  cert_manager_controller: { repository: 'quay.io/jetstack/cert-manager-controller', tag: 'v1.20.2' },
  cert_manager_istio_csr: { repository: 'quay.io/jetstack/cert-manager-istio-csr', tag: 'v0.14.3' },
  cert_manager_webhook: { repository: 'quay.io/jetstack/cert-manager-webhook', tag: 'v1.20.2' },
  cloudnative_pg: { repository: 'ghcr.io/cloudnative-pg/cloudnative-pg', tag: '1.29.0' },
  cnpg_plugin_barman: { repository: 'ghcr.io/cloudnative-pg/plugin-barman-cloud', tag: 'v0.9.0' },
  cnpg_plugin_barman_sidecar: { repository: 'ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar', tag: 'v0.9.0' },
  ferretdb: { repository: 'ghcr.io/ferretdb/ferretdb', tag: '2.7.0' },
  forgejo: { repository: 'codeberg.org/forgejo/forgejo', tag: '13.0.3-rootless' },
  frrouting_frr: { repository: 'quay.io/frrouting/frr', tag: '10.5.0' },
  grafana: { repository: 'docker.io/grafana/grafana', tag: '12.3.0', newer: { '2026.12.0': '12.3.1' } },
  istio_cni: { repository: 'docker.io/istio/install-cni', tag: '1.29.2-distroless' },
  istio_pilot: { repository: 'docker.io/istio/pilot', tag: '1.29.2-distroless' },
  istio_proxy: { repository: 'docker.io/istio/proxyv2', tag: '1.29.2-distroless' },
  istio_ztunnel: { repository: 'docker.io/istio/ztunnel', tag: '1.29.2-distroless' },
  jupyter_datascience_lab: { repository: 'quay.io/jupyter/datascience-notebook', tag: 'lab-4.5.0' },
  karpenter: { repository: 'public.ecr.aws/karpenter/controller', tag: '1.12.1' },
  keycloak: { repository: 'quay.io/keycloak/keycloak', tag: '26.4.7' },
  kiali: { repository: 'quay.io/kiali/kiali', tag: 'v2.19.0' },
  kiwigrid_sidecar: { repository: 'quay.io/kiwigrid/k8s-sidecar', tag: '2.1.4', newer: { '2026.12.0': '2.2.1' } },
  knative_gateway_api_controller: {
    repository: 'gcr.io/knative-releases/knative.dev/net-gateway-api/cmd/controller',
    tag: 'v1.23.0',
    digest: '2b24dba1d97b4854d200baed2cd7178bfcde2c0465b667b12a6f366fea457f5a',
  },
  knative_gateway_api_webhook: {
    repository: 'gcr.io/knative-releases/knative.dev/net-gateway-api/cmd/webhook',
    tag: 'v1.23.0',
    digest: 'be7dfa0b411f4f7b48b5f88e089d1001f3d3d826c8c3d402b6a45ade4d28de7a',
  },
  knative_serving_activator: {
    repository: 'gcr.io/knative-releases/knative.dev/serving/cmd/activator',
    tag: 'v1.23.0',
    digest: 'e5ab46f3b73fa2e3898fe47f6a3a0c2bd765596f4fb36ceb4c28c35d0a74b2e5',
  },
  knative_serving_autoscaler: {
    repository: 'gcr.io/knative-releases/knative.dev/serving/cmd/autoscaler',
    tag: 'v1.23.0',
    digest: '879da127b23db65d862cafa6b23fb987381d0e44150f0027d44e1f5aee83bde2',
  },
  knative_serving_controller: {
    repository: 'gcr.io/knative-releases/knative.dev/serving/cmd/controller',
    tag: 'v1.23.0',
    digest: 'ca5062ece0329d002a81940cf4268d7898866434d70049bb93f27d3a786d3292',
  },
  knative_serving_queue: {
    repository: 'gcr.io/knative-releases/knative.dev/serving/cmd/queue',
    tag: 'v1.23.0',
    digest: 'a3cc71ce80dbc6df8781f15eac2cf3531a4c9815271799afd8776bef9e6aeaf2',
  },
  knative_serving_webhook: {
    repository: 'gcr.io/knative-releases/knative.dev/serving/cmd/webhook',
    tag: 'v1.23.0',
    digest: '3846e9a416665c5b9ec2e4de246cfcb5c4ab0d01ba19348aa008caf30144b650',
  },
  kube_state_metrics: { repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics', tag: 'v2.17.0' },
  loki: { repository: 'docker.io/grafana/loki', tag: '3.6.2', newer: { '2026.12.0': '3.6.3' } },
  metallb_controller: { repository: 'quay.io/metallb/controller', tag: 'v0.15.3' },
  metallb_speaker: { repository: 'quay.io/metallb/speaker', tag: 'v0.15.3' },
  metrics_server: { repository: 'registry.k8s.io/metrics-server/metrics-server', tag: 'v0.8.0' },
  node_exporter: { repository: 'quay.io/prometheus/node-exporter', tag: 'v1.10.2' },
  node_feature_discovery: { repository: 'registry.k8s.io/nfd/node-feature-discovery', tag: 'v0.18.3' },
  nvidia_device_plugin: { repository: 'nvcr.io/nvidia/k8s-device-plugin', tag: 'v0.18.1' },
  oauth2_proxy: { repository: 'quay.io/oauth2-proxy/oauth2-proxy', tag: 'v7.13.0', newer: { '2026.12.0': 'v7.14.2' } },
  ollama: { repository: 'docker.io/ollama/ollama', tag: '0.13.2', newer: { '2026.12.0': '0.14.2' } },
  postgresql: {
    repository: 'ghcr.io/cloudnative-pg/postgresql',
    tag: '17.6-standard-bookworm',
    newer: { '2026.12.0': '17.7-standard-bookworm' },
  },
  // FerretDB needs the DocumentDB extension, which upstream builds into Postgres.
  postgresql_documentdb: { repository: 'ghcr.io/ferretdb/postgres-documentdb', tag: '17-0.107.0-ferretdb-2.7.0' },
  promtail: { repository: 'docker.io/grafana/promtail', tag: '3.6.2', newer: { '2026.12.0': '3.6.3' } },
  redis: { repository: 'quay.io/opstree/redis', tag: 'v8.4.0' },
  redis_exporter: { repository: 'quay.io/opstree/redis-exporter', tag: 'v1.80.1' },
  redis_operator: { repository: 'ghcr.io/ot-container-kit/redis-operator/redis-operator', tag: 'v0.24.0' },
  redis_sentinel: { repository: 'quay.io/opstree/redis-sentinel', tag: 'v8.2.5' },
  trivy: { repository: 'mirror.gcr.io/aquasec/trivy', tag: '0.68.1' },
  trivy_checks: { repository: 'mirror.gcr.io/aquasec/trivy-checks', tag: '1.12.1' },
  trivy_db: { repository: 'mirror.gcr.io/aquasec/trivy-db', tag: '2' },
  trivy_java_db: { repository: 'mirror.gcr.io/aquasec/trivy-java-db', tag: '1' },
  trivy_node_collector: { repository: 'ghcr.io/aquasecurity/node-collector', tag: '0.3.1' },
  trivy_operator: { repository: 'mirror.gcr.io/aquasec/trivy-operator', tag: '0.29.0' },
  trust_manager: { repository: 'quay.io/jetstack/trust-manager', tag: 'v0.22.1' },
  trust_manager_package: { repository: 'quay.io/jetstack/trust-pkg-debian-bookworm', tag: '20230311-deb12u1.5' },
  vm_agent: { repository: 'mirror.gcr.io/victoriametrics/vmagent', tag: 'v1.131.0' },
  vm_alert: { repository: 'mirror.gcr.io/victoriametrics/vmalert', tag: 'v1.131.0' },
  vm_alertmanager: { repository: 'mirror.gcr.io/prom/alertmanager', tag: 'v0.29.0' },
  vm_config_reloader: { repository: 'mirror.gcr.io/victoriametrics/operator', tag: 'config-reloader-v0.68.0' },
  vm_insert: { repository: 'mirror.gcr.io/victoriametrics/vminsert', tag: 'v1.131.0-cluster' },
  vm_operator: { repository: 'mirror.gcr.io/victoriametrics/operator', tag: 'v0.68.0' },
  vm_select: { repository: 'mirror.gcr.io/victoriametrics/vmselect', tag: 'v1.131.0-cluster' },
  vm_storage: { repository: 'mirror.gcr.io/victoriametrics/vmstorage', tag: 'v1.131.0-cluster' },
} as const satisfies Record<string, Image>;

export type ImageName = keyof typeof images;

/** `repository:tag` of a release, with `@sha256:…` where the digest is known. */
export function imageReference(name: ImageName, version: string = catalogVersion): string {
  const image: Image = images[name];
  const newer = Object.entries(image.newer ?? {})
    .filter(([release]) => ageOf(release) <= ageOf(version))
    .toSorted(([a], [b]) => ageOf(b) - ageOf(a))
    .map(([, tag]) => tag)[0];
  if (newer) return `${image.repository}:${newer}`;
  return `${image.repository}:${image.tag}${image.digest ? `@sha256:${image.digest}` : ''}`;
}
