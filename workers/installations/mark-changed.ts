import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { afterCommit, type OrgTx } from '../db/with-org.ts';
import { pokeRoom } from '../live/poke.ts';

/** What should be has changed: desired_rev + 1, and the room is poked once that is committed. */
export async function markChanged(tx: OrgTx, ctx: Ctx, installationId: Id<'installation'>): Promise<void> {
  await tx
    .update(installations)
    .set({ desiredRev: sql`${installations.desiredRev} + 1`, updatedAt: ctx.now() })
    .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
  afterCommit(tx, () => ctx.after(() => pokeRoom(ctx, installationId)));
}
