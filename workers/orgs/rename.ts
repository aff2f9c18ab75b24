import { orgs } from '@home-base/schema/db/tables.ts';
import type { Org } from '@home-base/schema/wire/orgs.ts';
import { eq } from 'drizzle-orm';
import { requireRole } from '../access.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';

export async function renameOrg(ctx: Ctx, { name }: { name: string }): Promise<Org> {
  return withOrg(ctx, 'org:write', async (tx) => {
    const [before] = await tx.select().from(orgs).where(eq(orgs.orgId, tx.orgId)).for('update');
    if (!before) throw new Refusal('not_found', `There is no organization ${tx.orgId} any more.`);
    await tx.update(orgs).set({ name }).where(eq(orgs.orgId, tx.orgId));
    await record(tx, ctx, { action: 'org.rename', targetId: tx.orgId, before: { name: before.name }, after: { name } });
    return { id: tx.orgId, name, role: requireRole(ctx.actor), createdAt: before.createdAt.toISOString() };
  });
}
