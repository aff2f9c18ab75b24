import { members, orgs } from '@home-base/schema/db/tables.ts';
import type { Org } from '@home-base/schema/wire/orgs.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { requireUser } from './require-user.ts';

/** A new org whose owner is the signed-in user. */
export async function createOrg(ctx: Ctx, { name }: { name: string }): Promise<Org> {
  const user = requireUser(ctx);
  return withSystem(ctx, 'create an org', async (tx) => {
    const [org] = await tx.insert(orgs).values({ name }).returning();
    if (!org) throw new Error('the new org was not stored');
    await tx.insert(members).values({ orgId: org.orgId, userId: user.id, role: 'owner' });
    await record(tx, ctx, { orgId: org.orgId, action: 'org.create', targetId: org.orgId, after: { name } });
    return { id: org.orgId, name: org.name, role: 'owner', createdAt: org.createdAt.toISOString() };
  });
}
