import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';

/** The agent of a deleted installation reports an empty cluster: the rows go, with all that hangs on them. True when they went. */
export async function removeDecommissioned(tx: OrgTx, ctx: Ctx, installationId: Id<'installation'>): Promise<boolean> {
  const gone = await tx
    .delete(installations)
    .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId), eq(installations.decommission, true)))
    .returning({ name: installations.name });
  if (!gone[0]) return false;
  await record(tx, ctx, { action: 'installation.removed', targetId: installationId, installationId, before: { name: gone[0].name } });
  return true;
}
