import type { Resource } from '@home-base/schema/kube/resource.ts';
import { istioGateway } from '../batteries/istio_gateway/battery.ts';
import { hasTls, ingressIssuer } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import { type Summary, storedConfig } from '../summary.ts';
import { managedNamespaces } from './network-policy.ts';

const group = 'gateway.networking.k8s.io';

/** The Gateway of the battery istio_gateway, in Istio's namespace, and its Service and pods. */
export const gatewayName = 'istio-ingressgateway';
/** Its listener for plain HTTP: routes without TLS, redirects, and the proofs that Let's Encrypt asks for. */
export const httpListener = 'http';
/** Its listener for Forgejo's SSH, which is there with the battery forgejo; a TCPRoute hangs on it. */
export const sshListener = 'ssh';

/** Gateway that has the HTTPS listeners of `owner`: a battery's type, or `web-<name>` for a web service. Knative's are on the gateway itself. */
export function httpsGateway(owner: string): string {
  return `https-${owner.replaceAll('_', '-')}`;
}

/** Name of the HTTPS listener of the n-th host of `owner`, and of its certificate. */
export function httpsListener(owner: string, index: number): string {
  return `${httpsGateway(owner)}-${index}`;
}

/** Reference of a route to a gateway of Istio's namespace. */
export function gatewayParent(summary: Summary, name: string, sectionName?: string) {
  return { group, kind: 'Gateway', name, namespace: namespacesOf(summary).istio, ...(sectionName && { sectionName }) };
}

/** A Gateway of the pods and the Service of istio_gateway: an address of type Hostname says that it is deployed already. */
export function gatewayOf(name: string, listeners: object[], summary: Summary): Resource {
  const { istio: namespace } = namespacesOf(summary);
  return {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      gatewayClassName: 'istio',
      addresses: [{ type: 'Hostname', value: `${gatewayName}.${namespace}.svc.cluster.local` }],
      listeners,
    },
  };
}

/** One a host, each with a certificate of the listener's own name; none without TLS (defect D8). */
export function httpsListeners(owner: string, hosts: readonly string[], summary: Summary): object[] {
  if (!hasTls(summary)) return [];
  return hosts.map((hostname, index) => ({
    name: httpsListener(owner, index),
    port: 443,
    protocol: 'HTTPS',
    hostname,
    tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: httpsListener(owner, index) }] },
    allowedRoutes: allowedRoutes(summary),
  }));
}

/** One a listener: a name that Let's Encrypt cannot reach keeps no other from its certificate. They lie where the Gateways do. */
export function certificates(owner: string, hosts: readonly string[], summary: Summary): Resource[] {
  if (!hasTls(summary)) return [];
  const { istio: namespace } = namespacesOf(summary);
  return hosts.map((host, index) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: httpsListener(owner, index), namespace },
    spec: {
      secretName: httpsListener(owner, index),
      dnsNames: [host],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      revisionHistoryLimit: 1,
      issuerRef: { name: ingressIssuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  }));
}

/** Namespaces whose routes may hang on a listener. */
export function allowedRoutes(summary: Summary) {
  const { routesFrom } = istioGateway.config.parse(storedConfig(summary, 'istio_gateway'));
  return {
    namespaces: routesFrom === 'all' ? { from: 'All' } : { from: 'Selector', selector: managedNamespaces.namespaceSelector },
  };
}
