import type { Resource } from '@home-base/schema/kube/resource.ts';
import { hasTls } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import { hasBattery, type Summary } from '../summary.ts';

/** The one Gateway of the battery istio_gateway, in Istio's namespace. */
export const gatewayName = 'istio-ingressgateway';

export type RouteRule = { matches?: object[]; filters?: object[]; backendRefs?: { name: string; port: number; namespace?: string }[] };

/** Name of the HTTPS listener of the n-th host of `owner` (a battery's type or a service's `kind-name`). */
export function httpsListener(owner: string, index: number): string {
  return `https-${owner.replaceAll('_', '-')}-${index}`;
}

/**
 * An HTTPRoute of the gateway; nothing until a host is known. With TLS it hangs on the HTTPS listener of each host (istio_gateway makes those),
 * else on the Gateway as a whole. `owner` names the listeners as `httpsListener` does.
 */
export function httpRoute(
  {
    name,
    namespace,
    owner,
    hosts,
    rules,
  }: { name: string; namespace: string; owner: string; hosts: readonly string[]; rules: RouteRule[] },
  summary: Summary,
): Resource[] {
  if (!hasBattery(summary, 'istio_gateway') || hosts.length === 0 || rules.length === 0) return [];
  const parent = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gatewayName, namespace: namespacesOf(summary).istio };
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace },
      spec: {
        parentRefs: hasTls(summary) ? hosts.map((_, index) => ({ ...parent, sectionName: httpsListener(owner, index) })) : [parent],
        hostnames: [...hosts],
        rules,
      },
    },
  ];
}
