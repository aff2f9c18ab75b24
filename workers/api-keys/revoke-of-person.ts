import type { Role } from '@home-base/schema/db/accounts.ts';
import { apiKeys } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { isAtLeast } from '../access.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';

/** Revokes what a person's keys may do beyond `role` (all of them without one): leaving an org, or stepping down in it, ends the keys too. */
export async function revokeKeysOf(tx: OrgTx, ctx: Ctx, userId: Id<'user'>, role?: Role): Promise<void> {
  const theirs = and(eq(apiKeys.orgId, tx.orgId), eq(apiKeys.createdByUserId, userId), isNull(apiKeys.revokedAt));
  const keys = await tx.select({ id: apiKeys.id, role: apiKeys.role }).from(apiKeys).where(theirs);
  for (const key of keys)
    if (role === undefined || !isAtLeast(role, key.role))
      await tx
        .update(apiKeys)
        .set({ revokedAt: ctx.now() })
        .where(and(eq(apiKeys.orgId, tx.orgId), eq(apiKeys.id, key.id)));
}
