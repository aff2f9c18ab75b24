import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { type ResourceStatus, statusColumns } from './filter.ts';

/** A chain is as long as the stages; more would be a circle. */
const longest = 10;
const mostWaiting = 50;

export type WaitChain = {
  /** What the resource waits for, then what that waits for, and so on. */
  waitsFor: ResourceStatus[];
  /** Resources that wait for this one, by key; at most 50. */
  waiting: ResourceStatus[];
};

/** Who waits for whom around a resource. Both are empty where nothing waits. */
export async function getWaitChain(
  ctx: Ctx,
  { installationId, key }: { installationId: Id<'installation'>; key: string },
): Promise<WaitChain> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const of = and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId));
    const find = async (wanted: string) =>
      (
        await tx
          .select(statusColumns)
          .from(resourceStatuses)
          .where(and(of, eq(resourceStatuses.key, wanted)))
      )[0];
    const waitsFor: ResourceStatus[] = [];
    const seen = new Set([key]);
    let next = (await find(key))?.waitsFor;
    while (next && !seen.has(next) && waitsFor.length < longest) {
      seen.add(next);
      const row = await find(next);
      if (!row) break;
      waitsFor.push(row);
      next = row.waitsFor;
    }
    const waiting = await tx
      .select(statusColumns)
      .from(resourceStatuses)
      .where(and(of, eq(resourceStatuses.waitsFor, key)))
      .orderBy(asc(resourceStatuses.key))
      .limit(mostWaiting);
    return { waitsFor, waiting };
  });
}
