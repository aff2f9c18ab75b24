import { apiKeys } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireMayGive } from '../orgs/members/member-rows.ts';
import { Refusal } from '../refusal.ts';

/** The key is refused from the next request on. Revoking it again changes nothing. */
export async function revokeApiKey(ctx: Ctx, { apiKeyId }: { apiKeyId: Id<'apiKey'> }): Promise<void> {
  return withOrg(ctx, 'api-keys:write', async (tx) => {
    const here = and(eq(apiKeys.orgId, tx.orgId), eq(apiKeys.id, apiKeyId));
    const [row] = await tx.select({ name: apiKeys.name, role: apiKeys.role }).from(apiKeys).where(here);
    if (!row) throw new Refusal('not_found', `There is no API key ${apiKeyId}.`);
    requireMayGive(ctx.actor, row.role);
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: ctx.now() })
      .where(and(here, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length > 0) await record(tx, ctx, { action: 'api_key.revoke', targetId: apiKeyId, before: { name: row.name } });
  });
}
