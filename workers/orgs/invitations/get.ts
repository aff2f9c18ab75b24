import type { Role } from '@home-base/schema/db/accounts.ts';
import type { Ctx } from '../../context.ts';
import { withSystem } from '../../db/with-system.ts';
import { requireOffer } from './require-offer.ts';

/** What the link of an invitation offers the signed-in user. Refuses what accepting it would refuse. */
export async function getInvitation(
  ctx: Ctx,
  { token }: { token: string },
): Promise<{ orgName: string; role: Role; invitedBy: string; expiresAt: string }> {
  return withSystem(ctx, 'an invitation by its link, before the user is in the org', async (tx) => {
    const { orgName, role, invitedBy, expiresAt } = await requireOffer(tx, ctx, token);
    return { orgName, role, invitedBy: invitedBy.name, expiresAt: expiresAt.toISOString() };
  });
}
