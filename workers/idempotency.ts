import { idempotencyKeys } from '@home-base/schema/db/tables.ts';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Permission } from './access.ts';
import type { Ctx } from './context.ts';
import { withOrg } from './db/with-org.ts';
import { withSystem } from './db/with-system.ts';
import { Refusal } from './refusal.ts';

/** A request that has not ended after this long has died with its Worker. */
const abandonedAfterMs = 60_000;
/** Callers retry within minutes; a day leaves room. */
const keptForMs = 86_400_000;

export type Kept = { status: number; body: string };
type Key = { key: string; fingerprint: string };

/** Claims the key for this request; answers what was kept when the same request was done before. Refuses the key of another request. */
export async function claimIdempotencyKey(ctx: Ctx, permission: Permission, { key, fingerprint }: Key): Promise<Kept | undefined> {
  return withOrg(ctx, permission, async (tx) => {
    const here = and(eq(idempotencyKeys.orgId, tx.orgId), eq(idempotencyKeys.key, key));
    const before = (ageMs: number) => lt(idempotencyKeys.createdAt, new Date(ctx.now().getTime() - ageMs));
    const isAbandoned = and(here, isNull(idempotencyKeys.status), before(abandonedAfterMs));
    await tx.delete(idempotencyKeys).where(and(eq(idempotencyKeys.orgId, tx.orgId), or(isAbandoned, before(keptForMs))));
    const [claimed] = await tx
      .insert(idempotencyKeys)
      .values({ orgId: tx.orgId, key, fingerprint })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (claimed) return undefined;
    const [found] = await tx.select().from(idempotencyKeys).where(here);
    if (!found || found.fingerprint !== fingerprint)
      throw new Refusal('conflict', `The Idempotency-Key "${key}" was used for another request: choose a new one.`);
    if (found.status === null)
      throw new Refusal('conflict', 'The same request is still running: ask again in a moment.', { retryAfterSeconds: 1 });
    if (found.body === null)
      throw new Refusal(
        'conflict',
        'This request was done before, and its answer is shown only once. Use a new Idempotency-Key to do it again.',
      );
    return { status: Number(found.status), body: found.body };
  });
}

/** Keeps the answer; `body` null where it may not be kept (secrets that are shown once). */
export async function keepAnswer(
  ctx: Ctx,
  permission: Permission,
  key: string,
  kept: { status: number; body: string | null },
): Promise<void> {
  await withOrg(ctx, permission, (tx) =>
    tx
      .update(idempotencyKeys)
      .set({ status: String(kept.status), body: kept.body })
      .where(and(eq(idempotencyKeys.orgId, tx.orgId), eq(idempotencyKeys.key, key))),
  );
}

/** The request was refused or failed: the key is free again. */
export async function releaseIdempotencyKey(ctx: Ctx, permission: Permission, key: string): Promise<void> {
  await withOrg(ctx, permission, (tx) =>
    tx
      .delete(idempotencyKeys)
      .where(and(eq(idempotencyKeys.orgId, tx.orgId), eq(idempotencyKeys.key, key), isNull(idempotencyKeys.status))),
  );
}

/** Keys whose answer nobody asks for any more, of all orgs. Answers how many went. */
export async function dropOldIdempotencyKeys(ctx: Ctx): Promise<number> {
  return withSystem(ctx, 'sweep: old idempotency keys', async (tx) => {
    const old = lt(idempotencyKeys.createdAt, new Date(ctx.now().getTime() - keptForMs));
    return (await tx.delete(idempotencyKeys).where(old).returning({ key: idempotencyKeys.key })).length;
  });
}
