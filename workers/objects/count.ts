import { type ObjectCollection, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { installations } from '@home-base/schema/db/tables.ts';
import { and, eq, type SQL } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { type Of, tableOf } from './stored.ts';

/** How many objects of each kind an installation has, in one statement. */
export async function countObjects(ctx: Ctx, { installationId }: Of): Promise<Record<ObjectCollection, number>> {
  return withOrg(ctx, 'objects:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const counts = objectCollections.map((collection): [ObjectCollection, SQL<number>] => {
      const table = tableOf(collection);
      return [collection, tx.$count(table, and(eq(table.orgId, tx.orgId), eq(table.installationId, installationId)))];
    });
    const [row] = await tx
      .select(Object.fromEntries(counts))
      .from(installations)
      .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
    return Object.fromEntries(objectCollections.map((collection) => [collection, Number(row?.[collection] ?? 0)])) as Record<
      ObjectCollection,
      number
    >;
  });
}
