import { kindOf, type ObjectCollection, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { OrgTx } from '../db/with-org.ts';
import { tableOf } from '../objects/stored.ts';

/** An object of a project, whatever its kind. */
export type ProjectObjectRow = { collection: ObjectCollection; id: string; name: string; projectId: Id<'project'>; createdAt: Date };

/** The objects of these projects, sorted by kind and name: all kinds in one statement. */
export async function selectProjectObjects(
  tx: OrgTx,
  { installationId, among }: { installationId: Id<'installation'>; among: Id<'project'>[] },
): Promise<ProjectObjectRow[]> {
  if (among.length === 0) return [];
  const ofKind = (collection: ObjectCollection) => {
    const table = tableOf(collection);
    return tx
      .select({
        collection: sql<ObjectCollection>`${collection}::text`,
        // As text: a union reads every row with the types of its first table, and each kind has a prefix of its own.
        uuid: sql<string>`${table.id}::text`,
        name: table.name,
        projectId: table.projectId,
        createdAt: table.createdAt,
      })
      .from(table)
      .where(and(eq(table.orgId, tx.orgId), eq(table.installationId, installationId), inArray(table.projectId, among)));
  };
  const [first, second, ...rest] = objectCollections.map(ofKind);
  if (!first || !second) throw new Error('the catalog has fewer than two kinds of objects');
  const rows = await unionAll(first, second, ...rest);
  return rows
    .flatMap(({ uuid, projectId, ...row }) => (projectId ? [{ ...row, projectId, id: toId(kindOf(row.collection).idKind, uuid) }] : []))
    .toSorted((a, b) => objectCollections.indexOf(a.collection) - objectCollections.indexOf(b.collection) || (a.name < b.name ? -1 : 1));
}
