import { randomBytes } from 'node:crypto';
import { apiKeys } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { CreateApiKey, CreatedApiKey } from '@home-base/schema/wire/orgs.ts';
import { and, eq } from 'drizzle-orm';
import { isAtLeast, requireRole } from '../access.ts';
import { record } from '../audit.ts';
import type { Actor, Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';
import { apiKeyToWire } from './to-wire.ts';

const shownCharacters = 8;

/** A key bound to this org and a role, no higher than the creator's. The secret is shown this once; its hash is stored. */
export async function createApiKey(ctx: Ctx, { name, role, expiresInDays }: CreateApiKey): Promise<CreatedApiKey> {
  const secret = `hb_${randomBytes(32).toString('base64url')}`;
  return withOrg(ctx, 'api-keys:write', async (tx) => {
    const own = requireRole(ctx.actor);
    if (!isAtLeast(own, role)) throw new Refusal('forbidden', `Your role is ${own}: a key of yours cannot have the role ${role}.`);
    const parent = await findParent(tx, ctx.actor);
    const wanted = expiresInDays ? new Date(ctx.now().getTime() + expiresInDays * 86_400_000) : null;
    const expiresAt = earlier(wanted, parent?.expiresAt ?? null);
    const createdBy = ctx.actor.type === 'user' || ctx.actor.type === 'api_key' ? ctx.actor.name : '';
    const [row] = await tx
      .insert(apiKeys)
      .values({
        orgId: tx.orgId,
        name,
        role,
        hash: sha256Hex(secret),
        start: secret.slice(0, shownCharacters),
        createdBy,
        createdByUserId: parent?.createdByUserId ?? null,
        expiresAt,
      })
      .returning();
    if (!row) throw new Error('the API key was not stored');
    await record(tx, ctx, {
      action: 'api_key.create',
      targetId: row.id,
      after: { name, role, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { ...apiKeyToWire(row), secret };
  });
}

/** Who answers for the new key: the person, or whoever made the key that makes it; then it ends no later than that one. */
async function findParent(tx: OrgTx, actor: Actor): Promise<{ createdByUserId: Id<'user'> | null; expiresAt: Date | null } | undefined> {
  if (actor.type === 'user') return { createdByUserId: actor.id, expiresAt: null };
  if (actor.type !== 'api_key') return undefined;
  const [row] = await tx
    .select({ createdByUserId: apiKeys.createdByUserId, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.orgId, tx.orgId), eq(apiKeys.id, actor.id)));
  return row;
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}
