import { members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { revokeKeysOf } from '../../api-keys/revoke-of-person.ts';
import { record } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { withOrg } from '../../db/with-org.ts';
import { requireAnotherOwner, requireMayGive, requireMember } from './member-rows.ts';

/** Takes someone out of the org; their account stays. The last owner cannot be removed. */
export async function removeMember(ctx: Ctx, { memberId }: { memberId: Id<'member'> }): Promise<void> {
  return withOrg(ctx, 'members:write', async (tx) => {
    const before = await requireMember(tx, memberId);
    requireMayGive(ctx.actor, before.role);
    if (before.role === 'owner') await requireAnotherOwner(tx, memberId);
    await tx.delete(members).where(and(eq(members.orgId, tx.orgId), eq(members.id, memberId)));
    await revokeKeysOf(tx, ctx, before.userId);
    await record(tx, ctx, { action: 'member.remove', targetId: memberId, before: { email: before.email, role: before.role } });
  });
}
