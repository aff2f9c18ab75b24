import { invitations, members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { withSystem } from '../../db/with-system.ts';
import { Refusal } from '../../refusal.ts';
import { requireUser } from '../require-user.ts';
import { requireOffer } from './require-offer.ts';

/** Makes the signed-in user a member with the role of the invitation, which is used up by it. */
export async function acceptInvitation(ctx: Ctx, { token }: { token: string }): Promise<{ orgId: Id<'org'>; orgName: string }> {
  const user = requireUser(ctx);
  return withSystem(ctx, 'a user accepts an invitation', async (tx) => {
    const { id, orgId, orgName, email, role, invitedBy } = await requireOffer(tx, ctx, token);
    const [member] = await tx.insert(members).values({ orgId, userId: user.id, role }).onConflictDoNothing().returning({ id: members.id });
    if (!member) throw new Refusal('conflict', `You are a member of ${orgName} already: switch to it on your account page.`);
    await tx
      .update(invitations)
      .set({ acceptedAt: ctx.now() })
      .where(and(eq(invitations.orgId, orgId), eq(invitations.id, id)));
    await record(tx, ctx, {
      orgId,
      action: 'member.add',
      targetId: member.id,
      after: { email, role, invitation: id, invitedBy: invitedBy.name },
    });
    return { orgId, orgName };
  });
}
