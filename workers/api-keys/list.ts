import { apiKeys } from '@home-base/schema/db/tables.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { ApiKey } from '@home-base/schema/wire/orgs.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { apiKeyToWire } from './to-wire.ts';

/** Keys of the org, newest first; revoked ones too. */
export async function listApiKeys(ctx: Ctx, { limit, cursor }: ListQuery): Promise<List<ApiKey>> {
  const before = cursorId('apiKey', cursor);
  return withOrg(ctx, 'api-keys:read', async (tx) => {
    const rows = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.orgId, tx.orgId), before && lt(apiKeys.id, before)))
      .orderBy(desc(apiKeys.id))
      .limit(limit + 1);
    return toPage(rows.map(apiKeyToWire), limit);
  });
}
