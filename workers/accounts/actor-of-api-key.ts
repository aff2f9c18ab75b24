import { apiKeys } from '@home-base/schema/db/tables.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { eq } from 'drizzle-orm';
import type { Actor, Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { Refusal } from '../refusal.ts';

/** `hb_` and 32 bytes as base64url. */
const form = /^hb_[A-Za-z0-9_-]{43}$/;
/** A key that is used often is written once a minute. */
const lastUsedEveryMs = 60_000;

/** The key behind a bearer token. Refuses `unauthenticated`: unknown, revoked and expired keys alike. */
export async function actorOfApiKey(ctx: Ctx, secret: string): Promise<Actor> {
  if (!form.test(secret)) throw unknown();
  return withSystem(ctx, 'API key of a request', async (tx) => {
    const [key] = await tx
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.hash, sha256Hex(secret)));
    const now = ctx.now();
    if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now)) throw unknown();
    if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() > lastUsedEveryMs)
      await tx.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.hash, key.hash));
    return { type: 'api_key', id: key.id, name: key.name, orgId: key.orgId, role: key.role };
  });
}

function unknown(): Refusal {
  return new Refusal('unauthenticated', 'This API key is not known, or it was revoked or has expired: create another one.');
}
