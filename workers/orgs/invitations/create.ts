import { randomBytes } from 'node:crypto';
import { invitations, users } from '@home-base/schema/db/tables.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { CreatedInvitation, InviteMember } from '@home-base/schema/wire/orgs.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../../audit.ts';
import type { Actor, Ctx } from '../../context.ts';
import { type OrgTx, withOrg } from '../../db/with-org.ts';
import { Refusal } from '../../refusal.ts';
import { requireMayGive, selectMembers } from '../members/member-rows.ts';
import { invitationToWire, isOpen } from './invitation-rows.ts';

const lifetimeMs = 7 * 86_400_000;

/**
 * Offers a membership to whoever has the link and signs in with the address. The link works once and is shown once; its token is kept as a hash.
 * Whether the address has an account is not looked at, so nobody learns it here.
 */
export async function createInvitation(ctx: Ctx, { email: typed, role }: InviteMember): Promise<CreatedInvitation> {
  const token = randomBytes(32).toString('base64url');
  const email = typed.toLowerCase();
  return withOrg(ctx, 'members:write', async (tx) => {
    requireMayGive(ctx.actor, role);
    await requireNew(tx, email, ctx.now());
    const expiresAt = new Date(ctx.now().getTime() + lifetimeMs);
    const [row] = await tx
      .insert(invitations)
      .values({ orgId: tx.orgId, email, role, hash: sha256Hex(token), invitedBy: inviterOf(ctx.actor), expiresAt })
      .returning();
    if (!row) throw new Error('the invitation was not stored');
    await record(tx, ctx, { action: 'invitation.create', targetId: row.id, after: { email, role, expiresAt: expiresAt.toISOString() } });
    return { ...invitationToWire(row), link: new URL(`/invitations/${token}`, ctx.env.PUBLIC_URL).href };
  });
}

/** Who is a member, and who was invited, can be seen on the same page. */
async function requireNew(tx: OrgTx, email: string, now: Date): Promise<void> {
  const [member] = await selectMembers(tx, eq(users.email, email));
  if (member) throw new Refusal('conflict', `${email} is a member already: change the role instead.`);
  const [open] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.orgId, tx.orgId), eq(invitations.email, email), isOpen(now)));
  if (open) throw new Refusal('conflict', `${email} has an open invitation: revoke it to make another one.`);
}

function inviterOf(actor: Actor): (typeof invitations.$inferInsert)['invitedBy'] {
  if (actor.type === 'user') return { type: 'user', id: actor.id, name: actor.name };
  if (actor.type === 'api_key') return { type: 'api_key', id: actor.id, name: actor.name };
  throw new Error(`an actor of the type ${actor.type} cannot invite`);
}
