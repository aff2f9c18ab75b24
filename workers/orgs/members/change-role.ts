import type { Role } from '@home-base/schema/db/accounts.ts';
import { members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Member } from '@home-base/schema/wire/orgs.ts';
import { and, eq } from 'drizzle-orm';
import { revokeKeysOf } from '../../api-keys/revoke-of-person.ts';
import { record } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { withOrg } from '../../db/with-org.ts';
import { memberToWire, requireAnotherOwner, requireMayGive, requireMember } from './member-rows.ts';

/** Nobody gives or takes a role above their own; the last owner stays one. */
export async function changeMemberRole(ctx: Ctx, { memberId, role }: { memberId: Id<'member'>; role: Role }): Promise<Member> {
  return withOrg(ctx, 'members:write', async (tx) => {
    const before = await requireMember(tx, memberId);
    requireMayGive(ctx.actor, role);
    requireMayGive(ctx.actor, before.role);
    if (before.role === 'owner' && role !== 'owner') await requireAnotherOwner(tx, memberId);
    await tx
      .update(members)
      .set({ role })
      .where(and(eq(members.orgId, tx.orgId), eq(members.id, memberId)));
    await revokeKeysOf(tx, ctx, before.userId, role);
    await record(tx, ctx, { action: 'member.change_role', targetId: memberId, before: { role: before.role }, after: { role } });
    return memberToWire({ ...before, role });
  });
}
