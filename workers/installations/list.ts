import { installations } from '@home-base/schema/db/tables.ts';
import type { Installation } from '@home-base/schema/wire/installations.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { installationsToWire } from './to-wire.ts';

/** Facts of a cluster may be megabytes, and a list shows none of them: they stay in the database. */
const { facts: _, summaryFacts: _summary, ...columns } = getTableColumns(installations);

/** Installations of the org, oldest first. */
export async function listInstallations(ctx: Ctx, { limit, cursor }: ListQuery): Promise<List<Installation>> {
  const after = cursorId('installation', cursor);
  return withOrg(ctx, 'installations:read', async (tx) => {
    const rows = await tx
      .select(columns)
      .from(installations)
      .where(and(eq(installations.orgId, tx.orgId), after && gt(installations.id, after)))
      .orderBy(asc(installations.id))
      .limit(limit + 1);
    return toPage(await installationsToWire(tx, rows), limit);
  });
}
