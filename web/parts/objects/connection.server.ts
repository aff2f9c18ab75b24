import type { Id } from '@home-base/schema/ids/id.ts';
import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { groupOf, parseKey, type Resource } from '@home-base/schema/kube/resource.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { getResource } from '@home-base/workers/resources/get-resource.ts';
import { countResources, listResources } from '@home-base/workers/resources/list-resources.ts';
import { z } from 'zod';
import { type Connection, outsideLabel } from './connection.tsx';
import { loadPods } from './pods.server.ts';

const shownResources = 100;
/** Kinds that say how to reach an object; more than this many are not looked at. */
const telling = /^(recipe\.home-base\/GeneratedSecret|core\/Service|gateway\.networking\.k8s\.io\/HTTPRoute)\//;
const mostTelling = 20;

/** How an object stands: its resources and pods as the agent reported them, and how to reach it, read from the very resources that were published. */
export async function loadObjectState(ctx: Ctx, { installationId, owner }: { installationId: Id<'installation'>; owner: string }) {
  const [counts, page, live] = await Promise.all([
    countResources(ctx, { installationId, owner }),
    listResources(ctx, { installationId, owner, limit: shownResources }),
    loadPods(ctx, { installationId, owner }),
  ]);
  const keys = page.items
    .map((item) => item.key)
    .filter((key) => telling.test(key))
    .slice(0, mostTelling);
  const details = await Promise.all(keys.map((key) => getResource(ctx, { installationId, key })));
  const connections = details.flatMap((detail) => (detail.desired ? readConnection(detail.key, detail.desired.resource) : []));
  return { counts, resources: page.items, hasMore: Boolean(page.nextCursor), connections, live };
}

const Service = z.object({
  spec: z.object({ clusterIP: z.string().optional(), ports: z.array(z.object({ port: z.number(), name: z.string().optional() })) }),
});
const Route = z.object({ spec: z.object({ hostnames: z.array(z.string()).default([]) }) });

/** Host names, and names of Secrets with their keys. A recipe's literal values (host, user, port) are no secrets; random ones are not known here. */
export function readConnection(key: string, resource: Record<string, unknown> | Resource): Connection[] {
  const { kind, namespace, name } = parseKey(key);
  if (kind === 'GeneratedSecret') {
    const parsed = GeneratedSecret.safeParse(resource);
    if (!parsed.success || !namespace) return [];
    const keys = Object.entries(parsed.data.spec.keys).map(([field, recipe]) => ({
      key: field,
      ...(recipe.from === 'value' && { value: recipe.value }),
    }));
    return [{ type: 'secret', namespace, name, keys }];
  }
  if (kind === 'Service' && groupOf(String(resource.apiVersion)) === '') {
    const parsed = Service.safeParse(resource);
    // A headless Service is for the instances among themselves.
    if (!parsed.success || parsed.data.spec.clusterIP === 'None') return [];
    return [
      {
        type: 'hosts',
        label: 'In the cluster',
        hosts: parsed.data.spec.ports.map(({ port }) => `${name}.${namespace}.svc.cluster.local:${port}`),
      },
    ];
  }
  const route = Route.safeParse(resource);
  return route.success && route.data.spec.hostnames.length > 0
    ? [{ type: 'hosts', label: outsideLabel, hosts: route.data.spec.hostnames }]
    : [];
}
