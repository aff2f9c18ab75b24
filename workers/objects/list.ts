import { kindOf, type ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { type Of, type Stored, tableOf, toStored } from './stored.ts';

/** A page of the objects of one kind, oldest first. */
export async function listObjects<C extends ObjectCollection>(ctx: Ctx, collection: C, input: Of & ListQuery): Promise<List<Stored<C>>> {
  const after = cursorId(kindOf(collection).idKind, input.cursor);
  return withOrg(ctx, 'objects:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const table = tableOf(collection);
    const rows = await tx
      .select()
      .from(table)
      .where(and(eq(table.orgId, tx.orgId), eq(table.installationId, input.installationId), after && gt(table.id, after)))
      .orderBy(asc(table.id))
      .limit(input.limit + 1);
    return toPage(
      rows.map((row) => toStored(collection, row)),
      input.limit,
    );
  });
}
