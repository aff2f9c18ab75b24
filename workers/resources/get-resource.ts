import { agentEvents, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { Refusal } from '../refusal.ts';
import { type DesiredResource, findDesired } from '../snapshots/diff-resource.ts';
import { type ResourceStatus, statusColumns } from './filter.ts';

export type AgentEvent = Pick<typeof agentEvents.$inferSelect, 'id' | 'at' | 'type' | 'key' | 'code' | 'detail' | 'count'>;

export type ResourceDetail = {
  key: string;
  /** Undefined before the agent or a publish said anything of it. */
  status: ResourceStatus | undefined;
  /** As the newest snapshot wants it; undefined when it is not listed any more. Recipes instead of Secrets' values. */
  desired: DesiredResource | undefined;
  /** True when the bytes that were applied last are those of the newest snapshot. */
  isCurrent: boolean;
  events: AgentEvent[];
};

/** One resource: status, what it should be, drift and what happened to it. Refuses `not_found`. */
export async function getResource(
  ctx: Ctx,
  { installationId, key }: { installationId: Id<'installation'>; key: string },
): Promise<ResourceDetail> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    const { publishedVersion } = await requireInstallation(tx, installationId);
    const [status] = await tx
      .select(statusColumns)
      .from(resourceStatuses)
      .where(and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId), eq(resourceStatuses.key, key)));
    const desired = publishedVersion > 0 ? await findDesired(tx, { installationId, version: publishedVersion }, key) : undefined;
    if (!status && !desired) throw new Refusal('not_found', `Installation ${installationId} has no resource ${key}.`);
    return {
      key,
      status,
      desired,
      isCurrent: desired !== undefined && status?.sha256 === desired.sha256,
      events: await eventsOf(tx, installationId, key, 50),
    };
  });
}

/** What the agent refused or noticed, newest first; of one key, or of all. */
export async function eventsOf(
  tx: OrgTx,
  installationId: Id<'installation'>,
  key: string | undefined,
  limit: number,
): Promise<AgentEvent[]> {
  const { id, at, type, code, detail, count, key: ofKey } = agentEvents;
  return tx
    .select({ id, at, type, key: ofKey, code, detail, count })
    .from(agentEvents)
    .where(
      and(eq(agentEvents.orgId, tx.orgId), eq(agentEvents.installationId, installationId), key === undefined ? undefined : eq(ofKey, key)),
    )
    .orderBy(desc(id))
    .limit(limit);
}
