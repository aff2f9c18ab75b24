import { members, users } from '@home-base/schema/db/tables.ts';
import { toId } from '@home-base/schema/ids/id.ts';
import type { AddMember, Member } from '@home-base/schema/wire/orgs.ts';
import { eq } from 'drizzle-orm';
import { requirePermission } from '../../access.ts';
import { record } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { withOrg } from '../../db/with-org.ts';
import { withSystem } from '../../db/with-system.ts';
import { Refusal } from '../../refusal.ts';
import { memberToWire, requireMayGive, requireMember } from './member-rows.ts';

/** Adds someone who has an account already, by e-mail address. (Invitations by mail come later.) */
export async function addMember(ctx: Ctx, { email, role }: AddMember): Promise<Member> {
  requirePermission(ctx.actor, 'members:write');
  requireMayGive(ctx.actor, role);
  const [user] = await withSystem(ctx, 'a user who is not in the org yet, by address', (tx) =>
    tx.select({ id: users.id }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!user) throw new Refusal('not_found', `Nobody has an account with the address ${email}: ask them to sign up first.`);
  return withOrg(ctx, 'members:write', async (tx) => {
    const [row] = await tx
      .insert(members)
      .values({ orgId: tx.orgId, userId: toId('user', user.id), role })
      .onConflictDoNothing()
      .returning({ id: members.id });
    if (!row) throw new Refusal('conflict', `${email} is a member already: change the role instead.`);
    await record(tx, ctx, { action: 'member.add', targetId: row.id, after: { email, role } });
    return memberToWire(await requireMember(tx, row.id));
  });
}
