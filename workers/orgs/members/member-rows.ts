import type { Role } from '@home-base/schema/db/accounts.ts';
import { members, users } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Member } from '@home-base/schema/wire/orgs.ts';
import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import { isAtLeast, requireRole } from '../../access.ts';
import type { Actor } from '../../context.ts';
import type { OrgTx } from '../../db/with-org.ts';
import { Refusal } from '../../refusal.ts';

/** Members with name and address of their user; `where` is added to the org. */
export function selectMembers(tx: OrgTx, where?: SQL) {
  return tx
    .select({
      id: members.id,
      userId: members.userId,
      role: members.role,
      createdAt: members.createdAt,
      name: users.name,
      email: users.email,
    })
    .from(members)
    .innerJoin(users, sql`${users.id} = ${members.userId}`)
    .where(and(eq(members.orgId, tx.orgId), where));
}

export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number];

export function memberToWire(row: MemberRow): Member {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export async function requireMember(tx: OrgTx, memberId: Id<'member'>): Promise<MemberRow> {
  const [row] = await selectMembers(tx, eq(members.id, memberId));
  if (!row) throw new Refusal('not_found', `There is no member ${memberId} in this organization.`);
  return row;
}

/** Nobody gives or takes a role above their own. */
export function requireMayGive(actor: Actor, role: Role): void {
  const own = requireRole(actor);
  if (!isAtLeast(own, role))
    throw new Refusal('forbidden', `You have the role ${own}: only someone with the role ${role} may give or take it.`);
}

/** Refuses when `memberId` is the last owner. Locks the owners, so that two of them cannot leave at the same time. */
export async function requireAnotherOwner(tx: OrgTx, memberId: Id<'member'>): Promise<void> {
  await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.orgId, tx.orgId), eq(members.role, 'owner')))
    .for('update');
  const [other] = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.orgId, tx.orgId), eq(members.role, 'owner'), ne(members.id, memberId)))
    .limit(1);
  if (!other) throw new Refusal('conflict', 'An organization keeps at least one owner: make someone else an owner first.');
}
