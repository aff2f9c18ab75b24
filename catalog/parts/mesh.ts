import { namespacesOf } from '../namespaces.ts';
import { hasBattery, type Summary } from '../summary.ts';

/** First part of every identity in the mesh: `spiffe://cluster.local/ns/<namespace>/sa/<account>`. */
export const trustDomain = 'cluster.local';

/** Name of the cluster in certificates; istiod's and istio-csr's must agree. */
export const clusterId = 'Kubernetes';

/** Tunnel of the mesh between pods, and the listener of a waypoint. */
export const hbonePort = 15_008;

/** Name of the Gateway, pods and service account that see the traffic of a namespace before its pods do. */
export const waypointName = 'waypoint';

/** ConfigMap that istiod (or istio-csr) writes into every namespace: what proxies trust. */
export const rootCertConfigMap = 'istio-ca-root-cert';

/** On every proxy of ours, so that one scrape finds them all. */
export const proxyLabels = { 'battery/mesh-proxy': 'true' };

/** Namespaces whose pods talk through the mesh. Not base: what runs there starts before the mesh or without it. */
export function meshNamespaces(summary: Summary): string[] {
  if (!hasBattery(summary, 'istio')) return [];
  const { core, data, ai, knative, traditional } = namespacesOf(summary);
  return [
    core,
    data,
    ai,
    ...(hasBattery(summary, 'knative') ? [knative] : []),
    ...(hasBattery(summary, 'traditional_services') ? [traditional] : []),
  ];
}

/** Namespaces that have a waypoint: sign-in by Keycloak is asked for there (reference/catalog.md 2.36). */
export function waypointNamespaces(summary: Summary): string[] {
  if (!hasBattery(summary, 'keycloak') || !hasBattery(summary, 'istio_gateway')) return [];
  const { data } = namespacesOf(summary);
  return meshNamespaces(summary).filter((namespace) => namespace !== data);
}

/**
 * Labels that put a namespace into the mesh; none without it. In core and ai all traffic takes the way through the waypoint where there is one;
 * elsewhere a Service that wants it says so with the same label.
 */
export function meshLabels(namespace: string, summary: Summary): Record<string, string> {
  if (!meshNamespaces(summary).includes(namespace)) return {};
  const { core, ai } = namespacesOf(summary);
  const usesWaypoint = (namespace === core || namespace === ai) && waypointNamespaces(summary).includes(namespace);
  return { 'istio.io/dataplane-mode': 'ambient', ...(usesWaypoint && { 'istio.io/use-waypoint': waypointName }) };
}

/** Where proxies ask for their configuration. */
export function discoveryAddress(summary: Summary): string {
  return `istiod.${namespacesOf(summary).istio}.svc:15012`;
}

/** Name of istio-csr's Deployment, Service and account in the base namespace. */
export const istioCsrName = 'cert-manager-istio-csr';

/** Where proxies ask for their certificates: istiod itself, or with the battery istio_csr the installation's own authority. */
export function caAddress(summary: Summary): string {
  return hasBattery(summary, 'istio_csr') ? `${istioCsrName}.${namespacesOf(summary).base}.svc:443` : discoveryAddress(summary);
}
