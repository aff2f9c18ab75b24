import type { Resource } from '@home-base/schema/kube/resource.ts';
import { z } from 'zod';
import { namespacesOf } from './namespaces.ts';
import { hbonePort, meshNamespaces, trustDomain, waypointName, waypointNamespaces } from './parts/mesh.ts';
import { managedNamespaces } from './parts/network-policy.ts';
import type { Summary } from './summary.ts';

const PolicySpec = z.object({
  podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }),
  ingress: z
    .array(
      z.object({
        from: z
          .array(
            z.object({
              namespaceSelector: z.object({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
              podSelector: z.unknown().optional(),
              ipBlock: z.unknown().optional(),
            }),
          )
          .optional(),
        ports: z.array(z.object({ port: z.number(), protocol: z.string() })).optional(),
      }),
    )
    .default([]),
});
type Ingress = z.output<typeof PolicySpec>['ingress'][number];
type Rule = { from?: object[]; to?: object[] };

const plaintext = { source: { notPrincipals: ['*'] } };

/**
 * The same limits for traffic that comes through the mesh's tunnel. There a NetworkPolicy sees only the tunnel's port, which must be open
 * (batteries/istio/tunnel.ts), so ztunnel is told as well: an ALLOW policy for each NetworkPolicy of a namespace in the mesh, by namespace and port
 * (docs/decisions/0006-isolation-in-the-mesh.md). What carries no identity came past the tunnel, and the NetworkPolicy has judged it.
 */
export function meshIsolation(policy: Resource, summary: Summary): Resource[] {
  const { name, namespace = '' } = policy.metadata;
  if (policy.kind !== 'NetworkPolicy' || !meshNamespaces(summary).includes(namespace)) return [];
  const { podSelector, ingress } = PolicySpec.parse(policy.spec);
  const { matchLabels = {} } = podSelector;
  const isDefaultDeny = ingress.length === 0;
  const rules = isDefaultDeny ? [{ from: [plaintext] }] : ingress.flatMap((rule) => meshRule(rule, namespace, summary));
  if (rules.length === 0) return [];
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `isolation-${name}`, namespace },
      spec: { ...(Object.keys(matchLabels).length > 0 && { selector: { matchLabels } }), action: 'ALLOW', rules },
    },
  ];
}

function meshRule({ from, ports }: Ingress, namespace: string, summary: Summary): Rule[] {
  const tcp = ports?.filter(({ protocol, port }) => protocol === 'TCP' && port !== hbonePort).map(({ port }) => String(port));
  // Only TCP goes through the tunnel.
  if (tcp?.length === 0) return [];
  const to = tcp && [{ operation: { ports: tcp } }];
  const namespaces = from && sourcesOf(from, namespace, summary);
  if (namespaces?.length === 0) return [];
  if (!namespaces || namespaces.includes('*')) return [{ ...(to && { to }) }];
  const waypoint = waypointNamespaces(summary).includes(namespace)
    ? [{ source: { principals: [`${trustDomain}/ns/${namespace}/sa/${waypointName}`] } }]
    : [];
  return [{ from: [{ source: { namespaces } }, ...waypoint], ...(to && { to }) }];
}

/** Namespaces that the peers lie in; `*` for any. The mesh knows a client by namespace and account, not by the labels of its pod. */
function sourcesOf(from: NonNullable<Ingress['from']>, namespace: string, summary: Summary): string[] {
  const all = from.flatMap(({ namespaceSelector, ipBlock }) => {
    if (ipBlock) return [];
    if (!namespaceSelector) return [namespace];
    const { matchLabels } = namespaceSelector;
    const named = matchLabels?.['kubernetes.io/metadata.name'];
    if (named) return [named];
    return JSON.stringify(namespaceSelector) === JSON.stringify(managedNamespaces.namespaceSelector)
      ? Object.values(namespacesOf(summary))
      : ['*'];
  });
  return [...new Set(all)].sort();
}
