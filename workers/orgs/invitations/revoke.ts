import { invitations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { withOrg } from '../../db/with-org.ts';
import { Refusal } from '../../refusal.ts';
import { requireMayGive } from '../members/member-rows.ts';

/** Its link leads nowhere from the next request on. Revoking it again changes nothing; one that was accepted is refused. */
export async function revokeInvitation(ctx: Ctx, { invitationId }: { invitationId: Id<'invitation'> }): Promise<void> {
  return withOrg(ctx, 'members:write', async (tx) => {
    const here = and(eq(invitations.orgId, tx.orgId), eq(invitations.id, invitationId));
    const [row] = await tx.select().from(invitations).where(here).for('update');
    if (!row) throw new Refusal('not_found', `There is no invitation ${invitationId}.`);
    requireMayGive(ctx.actor, row.role);
    if (row.acceptedAt) throw new Refusal('conflict', `${row.email} accepted this invitation already: remove the member instead.`);
    if (row.revokedAt) return;
    await tx.update(invitations).set({ revokedAt: ctx.now() }).where(here);
    await record(tx, ctx, { action: 'invitation.revoke', targetId: invitationId, before: { email: row.email, role: row.role } });
  });
}
