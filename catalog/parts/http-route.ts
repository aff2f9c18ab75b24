import type { Resource } from '@home-base/schema/kube/resource.ts';
import { hasTls } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import { hasBattery, type Summary } from '../summary.ts';
import {
  certificates,
  gatewayName,
  gatewayOf,
  gatewayParent,
  httpListener,
  httpsGateway,
  httpsListener,
  httpsListeners,
} from './gateway.ts';

export { gatewayName };

export type RouteRule = { matches?: object[]; filters?: object[]; backendRefs?: { name: string; port: number; namespace?: string }[] };
type Route = { name: string; namespace: string; hosts: readonly string[]; rules: RouteRule[] };

/**
 * The way in through the gateway for a battery or a web service; nothing until a host is known, and without rules. With TLS that is a route on an
 * HTTPS listener for each host, those listeners on a Gateway of the owner's own, their certificates, and a redirect from HTTP; else a route on the
 * listener for plain HTTP. An own Gateway, because one takes 64 listeners only, and because a host without a certificate then spoils no other's.
 */
export function httpRoute({ owner, ...route }: Route & { owner: string }, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'istio_gateway') || route.hosts.length === 0 || route.rules.length === 0) return [];
  if (!hasTls(summary)) return routes(route, () => gatewayParent(summary, gatewayName, httpListener));
  return [
    ...routes(route, (index) => gatewayParent(summary, httpsGateway(owner), httpsListener(owner, index))),
    gatewayOf(httpsGateway(owner), httpsListeners(owner, route.hosts, summary), summary),
    ...certificates(owner, route.hosts, summary),
    ...redirect(owner, route.hosts, summary),
  ];
}

/** From http to https, in the gateway's namespace. */
function redirect(owner: string, hosts: readonly string[], summary: Summary): Resource[] {
  const rules: RouteRule[] = [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }];
  const name = `http-redirect-${owner.replaceAll('_', '-')}`;
  return routes({ name, namespace: namespacesOf(summary).istio, hosts, rules }, () => gatewayParent(summary, gatewayName, httpListener));
}

/** The Gateway API takes so many hosts and so many rules in one route. */
const mostInRoute = 16;

/** As many routes as hosts and rules need. A dot numbers those after the first, as no object's name has one. */
function routes({ name, namespace, hosts, rules }: Route, parentOf: (hostIndex: number) => object): Resource[] {
  const parts = chunks([...hosts.entries()]).flatMap((some) => chunks(rules).map((of) => ({ hosts: some, rules: of })));
  return parts.map((part, index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: index === 0 ? name : `${name}.${index + 1}`, namespace },
    spec: {
      parentRefs: distinct(part.hosts.map(([hostIndex]) => parentOf(hostIndex))),
      hostnames: part.hosts.map(([, host]) => host),
      rules: part.rules,
    },
  }));
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / mostInRoute) }, (_, index) =>
    all.slice(index * mostInRoute, (index + 1) * mostInRoute),
  );
}

function distinct(parents: object[]): object[] {
  return [...new Map(parents.map((parent) => [JSON.stringify(parent), parent])).values()];
}
