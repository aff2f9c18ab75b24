import type { Role } from '@home-base/schema/db/accounts.ts';
import { apiKeys, invitations, members, orgs } from '@home-base/schema/db/tables.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { requirePermission } from '../../access.ts';
import type { Actor, Ctx } from '../../context.ts';
import type { SystemTx } from '../../db/with-system.ts';
import { Refusal } from '../../refusal.ts';
import { requireMayGive } from '../members/member-rows.ts';
import { requireUser } from '../require-user.ts';

type Row = typeof invitations.$inferSelect;
/** What the link offers the signed-in user. */
export type Offer = Row & { orgName: string };

const another = 'Ask whoever invited you for another one.';

/**
 * The invitation behind a link, if the signed-in user may accept it now. Locks it and its inviter's right, so that neither ends while it is being
 * accepted. Refuses `not_found`, `forbidden` (made for another address; nothing of it is told) and `gone`.
 */
export async function requireOffer(tx: SystemTx, ctx: Ctx, token: string): Promise<Offer> {
  const user = requireUser(ctx);
  const [row] = await tx
    .select()
    .from(invitations)
    .where(eq(invitations.hash, sha256Hex(token)))
    .for('update');
  if (!row) throw new Refusal('not_found', `There is no such invitation: check that the link is whole. ${another}`);
  if (row.email !== user.email.toLowerCase())
    throw new Refusal(
      'forbidden',
      `This invitation is for another e-mail address than ${user.email}, with which you are signed in: sign out, and open the link again with an account of the address that was invited.`,
    );
  if (row.acceptedAt)
    throw new Refusal('gone', 'This invitation was accepted already; each works once. Switch to the organization on your account page.');
  if (row.revokedAt) throw new Refusal('gone', `This invitation was revoked. ${another}`);
  if (row.expiresAt <= ctx.now()) throw new Refusal('gone', `This invitation expired at ${row.expiresAt.toISOString()}. ${another}`);
  const inviter = await findInviter(tx, row, ctx.now());
  if (!inviter || !mayStillGive(inviter, row.role))
    throw new Refusal(
      'gone',
      `This invitation does not hold any more: ${row.invitedBy.name} may no longer give the role ${row.role}. Ask someone else there.`,
    );
  const [org] = await tx.select({ name: orgs.name }).from(orgs).where(eq(orgs.orgId, row.orgId));
  if (!org) throw new Error(`the invitation ${row.id} is of no org`);
  return { ...row, orgName: org.name };
}

/** The inviter with the role that they have now; undefined when they left, or their key ended. */
async function findInviter(tx: SystemTx, { orgId, invitedBy }: Row, now: Date): Promise<Actor | undefined> {
  if (invitedBy.type === 'user') {
    const [member] = await tx
      .select({ role: members.role })
      .from(members)
      .where(and(eq(members.orgId, orgId), eq(members.userId, invitedBy.id)))
      .for('share');
    return member && { ...invitedBy, email: '', orgId, role: member.role };
  }
  const [key] = await tx
    .select({ role: apiKeys.role })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.orgId, orgId),
        eq(apiKeys.id, invitedBy.id),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
    .for('share');
  return key && { ...invitedBy, orgId, role: key.role };
}

function mayStillGive(inviter: Actor, role: Role): boolean {
  try {
    requirePermission(inviter, 'members:write');
    requireMayGive(inviter, role);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
