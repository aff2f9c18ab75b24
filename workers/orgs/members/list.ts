import { members } from '@home-base/schema/db/tables.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Member } from '@home-base/schema/wire/orgs.ts';
import { asc, gt } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import { cursorId, toPage } from '../../db/page.ts';
import { withOrg } from '../../db/with-org.ts';
import { memberToWire, selectMembers } from './member-rows.ts';

/** Members of the org, the first joined first. */
export async function listMembers(ctx: Ctx, { limit, cursor }: ListQuery): Promise<List<Member>> {
  const after = cursorId('member', cursor);
  return withOrg(ctx, 'members:read', async (tx) => {
    const rows = await selectMembers(tx, after && gt(members.id, after))
      .orderBy(asc(members.id))
      .limit(limit + 1);
    return toPage(rows.map(memberToWire), limit);
  });
}
