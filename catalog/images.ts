type Image = { repository: string; tag: string /** sha256 of the image index; set once ingest has reached a registry. */; digest?: string };

/** Every image of the catalog, once. Operators carry the version of their CRDs in upstream.lock.json. */
export const images = {
  cert_manager_acmesolver: { repository: 'quay.io/jetstack/cert-manager-acmesolver', tag: 'v1.20.2' },
  cert_manager_cainjector: { repository: 'quay.io/jetstack/cert-manager-cainjector', tag: 'v1.20.2' },
  cert_manager_controller: { repository: 'quay.io/jetstack/cert-manager-controller', tag: 'v1.20.2' },
  cert_manager_webhook: { repository: 'quay.io/jetstack/cert-manager-webhook', tag: 'v1.20.2' },
  cloudnative_pg: { repository: 'ghcr.io/cloudnative-pg/cloudnative-pg', tag: '1.29.0' },
  metallb_controller: { repository: 'quay.io/metallb/controller', tag: 'v0.15.3' },
  metallb_speaker: { repository: 'quay.io/metallb/speaker', tag: 'v0.15.3' },
  postgresql: { repository: 'ghcr.io/cloudnative-pg/postgresql', tag: '17.6-standard-bookworm' },
  redis: { repository: 'quay.io/opstree/redis', tag: 'v8.4.0' },
  redis_exporter: { repository: 'quay.io/opstree/redis-exporter', tag: 'v1.80.1' },
  redis_operator: { repository: 'ghcr.io/ot-container-kit/redis-operator/redis-operator', tag: 'v0.24.0' },
  redis_sentinel: { repository: 'quay.io/opstree/redis-sentinel', tag: 'v8.2.5' },
} as const satisfies Record<string, Image>;

export type ImageName = keyof typeof images;

/** `repository:tag`, with `@sha256:…` where the digest is known. */
export function imageReference(name: ImageName): string {
  const image: Image = images[name];
  return `${image.repository}:${image.tag}${image.digest ? `@sha256:${image.digest}` : ''}`;
}
