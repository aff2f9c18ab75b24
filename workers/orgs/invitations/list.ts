import { invitations } from '@home-base/schema/db/tables.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Invitation } from '@home-base/schema/wire/orgs.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import { cursorId, toPage } from '../../db/page.ts';
import { withOrg } from '../../db/with-org.ts';
import { invitationToWire, isOpen } from './invitation-rows.ts';

/** Open invitations of the org, newest first. */
export async function listInvitations(ctx: Ctx, { limit, cursor }: ListQuery): Promise<List<Invitation>> {
  const before = cursorId('invitation', cursor);
  return withOrg(ctx, 'members:read', async (tx) => {
    const rows = await tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.orgId, tx.orgId), isOpen(ctx.now()), before && lt(invitations.id, before)))
      .orderBy(desc(invitations.id))
      .limit(limit + 1);
    return toPage(rows.map(invitationToWire), limit);
  });
}
