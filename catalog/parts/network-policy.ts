import { labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';

type Labels = Record<string, string>;
export type Peer = { namespaceSelector?: object; podSelector?: object; ipBlock?: { cidr: string } };
export type IngressRule = { from?: Peer[]; ports?: (number | { port: number; protocol: 'UDP' })[] };

/** Every namespace that Home Base made. */
export const managedNamespaces: Peer = { namespaceSelector: { matchLabels: { [labels.managed]: 'true' } } };
export const anyNamespace: Peer = { namespaceSelector: {} };

export function namespacePeer(name: string, pods?: Labels): Peer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    ...(pods && { podSelector: { matchLabels: pods } }),
  };
}

export function podPeer(pods: Labels): Peer {
  return { podSelector: { matchLabels: pods } };
}

/**
 * Lets the named traffic into pods that the namespace's default deny (battery_core) shuts off. A rule without `from` is open to all: the API server
 * calls webhooks from an address that no selector matches.
 */
export function allowIngress(name: string, namespace: string, pods: Labels, rules: IngressRule[]): Resource {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress'],
      ingress: rules.map(({ from, ports }) => ({
        ...(from && { from }),
        ...(ports && { ports: ports.map((port) => (typeof port === 'number' ? { port, protocol: 'TCP' } : port)) }),
      })),
    },
  };
}

/** No traffic in, for every pod of the namespace, but what another policy allows. */
export function denyIngress(namespace: string): Resource {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
}
