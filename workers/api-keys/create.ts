import { randomBytes } from 'node:crypto';
import { apiKeys } from '@home-base/schema/db/tables.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { CreateApiKey, CreatedApiKey } from '@home-base/schema/wire/orgs.ts';
import { isAtLeast, requireRole } from '../access.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';
import { apiKeyToWire } from './to-wire.ts';

const shownCharacters = 8;

/** A key bound to this org and a role, no higher than the creator's. The secret is shown this once; its hash is stored. */
export async function createApiKey(ctx: Ctx, { name, role, expiresInDays }: CreateApiKey): Promise<CreatedApiKey> {
  const secret = `hb_${randomBytes(32).toString('base64url')}`;
  return withOrg(ctx, 'api-keys:write', async (tx) => {
    const own = requireRole(ctx.actor);
    if (!isAtLeast(own, role)) throw new Refusal('forbidden', `Your role is ${own}: a key of yours cannot have the role ${role}.`);
    const expiresAt = expiresInDays ? new Date(ctx.now().getTime() + expiresInDays * 86_400_000) : null;
    const createdBy = ctx.actor.type === 'user' || ctx.actor.type === 'api_key' ? ctx.actor.name : '';
    const [row] = await tx
      .insert(apiKeys)
      .values({ orgId: tx.orgId, name, role, hash: sha256Hex(secret), start: secret.slice(0, shownCharacters), createdBy, expiresAt })
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
