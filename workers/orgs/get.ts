import { orgs } from '@home-base/schema/db/tables.ts';
import type { Org } from '@home-base/schema/wire/orgs.ts';
import { eq } from 'drizzle-orm';
import { requireRole } from '../access.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';

/** The org that the actor acts in, with the actor's role. */
export async function getOrg(ctx: Ctx): Promise<Org> {
  return withOrg(ctx, 'org:read', async (tx) => {
    const [row] = await tx.select().from(orgs).where(eq(orgs.orgId, tx.orgId));
    if (!row) throw new Refusal('not_found', `There is no organization ${tx.orgId} any more.`);
    return { id: row.orgId, name: row.name, role: requireRole(ctx.actor), createdAt: row.createdAt.toISOString() };
  });
}
