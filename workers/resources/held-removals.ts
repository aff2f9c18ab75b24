import { confirmedRemovals, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { holdsData } from '@home-base/schema/kube/holds-data.ts';
import type { HeldRemoval } from '@home-base/schema/wire/resources.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { latestEntries } from '../publish/latest-entries.ts';

/**
 * What the agent would remove but holds back (DESIGN.md 4.4): too many at once, missing for less than ten minutes, or perhaps holding data. By key.
 * What the newest snapshot lists again is none. Approved ones are among them until the agent has removed them.
 */
export async function heldRemovalsOf(tx: OrgTx, installationId: Id<'installation'>): Promise<HeldRemoval[]> {
  const { key, kind, namespace, name, owner, battery, message, updatedAt } = resourceStatuses;
  const rows = await tx
    .select({ key, kind, namespace, name, owner, battery, message, updatedAt, approvedAt: confirmedRemovals.createdAt })
    .from(resourceStatuses)
    .leftJoin(
      confirmedRemovals,
      and(
        eq(confirmedRemovals.orgId, resourceStatuses.orgId),
        eq(confirmedRemovals.installationId, resourceStatuses.installationId),
        eq(confirmedRemovals.key, resourceStatuses.key),
      ),
    )
    .where(
      and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId), eq(resourceStatuses.state, 'held')),
    );
  if (rows.length === 0) return [];
  const listed = await latestEntries(tx, { orgId: tx.orgId, installationId });
  return rows
    .filter((row) => !listed.has(row.key))
    .map((row) => ({
      ...row,
      holdsData: holdsData(row.key),
      updatedAt: row.updatedAt.toISOString(),
      approvedAt: row.approvedAt?.toISOString() ?? null,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
