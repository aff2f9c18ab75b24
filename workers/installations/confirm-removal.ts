import { confirmedRemovals, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { latestEntries } from '../publish/latest-entries.ts';

/**
 * A person confirmed that everything of `owner` (a battery or object) may go, data included: its keys go into the manifest's signed `removals`.
 * Taken from the newest snapshot and from what the agent reported, for either may know a key that the other does not.
 */
export async function confirmRemoval(
  tx: OrgTx,
  { installationId, owner }: { installationId: Id<'installation'>; owner: string },
): Promise<void> {
  const listed = await latestEntries(tx, { orgId: tx.orgId, installationId });
  const reported = await tx
    .select({ key: resourceStatuses.key })
    .from(resourceStatuses)
    .where(
      and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId), eq(resourceStatuses.owner, owner)),
    );
  const keys = new Set([
    ...[...listed.values()].filter(([, , , , entryOwner]) => entryOwner === owner).map(([key]) => key),
    ...reported.map(({ key }) => key),
  ]);
  if (keys.size === 0) return;
  await tx
    .insert(confirmedRemovals)
    .values([...keys].map((key) => ({ orgId: tx.orgId, installationId, key })))
    .onConflictDoNothing();
}
