import { members, orgs } from '@home-base/schema/db/tables.ts';
import type { Org } from '@home-base/schema/wire/orgs.ts';
import { asc, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { requireUser } from './require-user.ts';

/** Orgs that the signed-in user is a member of, the first joined first. */
export async function listMyOrgs(ctx: Ctx): Promise<Org[]> {
  const user = requireUser(ctx);
  return withSystem(ctx, 'orgs of the signed-in user', async (tx) => {
    const rows = await tx
      .select({ id: orgs.orgId, name: orgs.name, role: members.role, createdAt: orgs.createdAt })
      .from(members)
      .innerJoin(orgs, eq(orgs.orgId, members.orgId))
      .where(eq(members.userId, user.id))
      .orderBy(asc(members.createdAt), asc(members.id));
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  });
}
