import { providers, sizes, usages } from '@home-base/catalog/define.ts';
import { kindOf, type ObjectCollection, type ObjectIn, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { ageOf } from '@home-base/catalog/releases.ts';
import { allObjects, emptyFacts, mapLists, type Owned, type Summary } from '@home-base/catalog/summary.ts';
import { batteries, installations, projects } from '@home-base/schema/db/tables.ts';
import { type Id, type IdKind, idSchema } from '@home-base/schema/ids/id.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { and, eq, isNotNull, notInArray, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { OrgTx } from '../db/with-org.ts';
import type { InstallationRow } from '../installations/require.ts';
import { tableOf } from '../objects/stored.ts';

/** A stored summary, read with today's schemas: a field or a list that is newer than the snapshot gets its default. */
const StoredSummary = z.object({
  format: z.literal(1),
  catalogVersion: z.string(),
  installation: z.object({ id: z.string(), name: z.string(), usage: z.enum(usages), provider: z.enum(providers), size: z.enum(sizes) }),
  batteries: z.array(z.object({ id: z.string(), type: z.string(), config: z.record(z.string(), z.unknown()) })),
  projects: z.array(z.object({ id: z.string(), name: z.string(), description: z.string() })).default([]),
  facts: z.looseObject({ ingressAddresses: z.array(z.string()) }),
});
const StoredList = z.array(z.looseObject({ id: z.string(), projectId: z.string().optional() })).default([]);
const StoredLists = z.record(z.string(), z.unknown());

export function readStoredSummary(stored: unknown): Summary {
  const { facts, ...summary } = StoredSummary.parse(stored);
  const lists = StoredLists.parse(stored);
  return { ...summary, ...mapLists((collection) => readList(collection, lists[collection])), facts: { ...emptyFacts, ...facts } };
}

function readList<C extends ObjectCollection>(collection: C, list: unknown): Owned<ObjectIn<C>>[] {
  return StoredList.parse(list).map(({ id, projectId, ...spec }) => ({
    ...kindOf(collection).schema.parse(spec),
    id,
    ...(projectId && { projectId }),
  }));
}

/** What a rollback does to rows, in words for the page: names and types. */
export type RowChanges = {
  batteries: { enabled: string[]; disabled: string[]; changed: string[] };
  objects: { restored: string[]; deleted: string[]; changed: string[] };
};

/** Pure: from the present rows to those of an older summary. */
export function rowChanges(now: Summary, then: Summary): RowChanges {
  const batteriesOf = compareRows(now.batteries, then.batteries, (battery) => battery.type);
  const objects = (summary: Summary) => allObjects(summary).map(({ object }) => object);
  const objectsOf = compareRows(objects(now), objects(then), (object) => object.name);
  return {
    batteries: { enabled: batteriesOf.added, disabled: batteriesOf.removed, changed: batteriesOf.changed },
    objects: { restored: objectsOf.added, deleted: objectsOf.removed, changed: objectsOf.changed },
  };
}

function compareRows<T extends { id: string }>(now: readonly T[], then: readonly T[], nameOf: (row: T) => string) {
  const before = new Map(now.map((row) => [row.id, row]));
  const after = new Map(then.map((row) => [row.id, row]));
  return {
    added: then.filter((row) => !before.has(row.id)).map(nameOf),
    removed: now.filter((row) => !after.has(row.id)).map(nameOf),
    changed: then.filter((row) => before.has(row.id) && canonicalText(plain(before.get(row.id))) !== canonicalText(plain(row))).map(nameOf),
  };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The release that a rollback goes back to; undefined when it stays, or when that one was taken off the list meanwhile. */
export function restoredRelease(now: string, then: Summary): string | undefined {
  return then.catalogVersion !== now && ageOf(then.catalogVersion) >= 0 ? then.catalogVersion : undefined;
}

/**
 * Makes batteries, objects, the installation's size and its release those of the summary: same ids, so that owners stay who they were. Where the
 * release goes back, the installation is pinned to it: its channel would undo the rollback in the next upgrade window.
 */
export async function restoreRows(tx: OrgTx, installation: Pick<InstallationRow, 'id' | 'catalogVersion'>, then: Summary): Promise<void> {
  const { orgId } = tx;
  const installationId = installation.id;
  const release = restoredRelease(installation.catalogVersion, then);
  const { usage, provider, size } = then.installation;
  await tx
    .update(installations)
    .set({ usage, provider, size, ...(release && { catalogVersion: release, channel: 'pinned' as const }) })
    .where(and(eq(installations.orgId, orgId), eq(installations.id, installationId)));

  const kept = then.batteries.map((battery) => idOf('battery', battery.id));
  await tx
    .delete(batteries)
    .where(and(eq(batteries.orgId, orgId), eq(batteries.installationId, installationId), notAmong(batteries.id, kept)));
  for (const { id, type, config } of then.batteries)
    await tx
      .insert(batteries)
      .values({ orgId, installationId, id: idOf('battery', id), type, config })
      .onConflictDoUpdate({ target: [batteries.orgId, batteries.id], set: { config, updatedAt: sql`now()` } });

  await restoreProjects(tx, installationId, then.projects);
  for (const collection of objectCollections) await restoreObjects(tx, installationId, collection, then[collection]);
}

/**
 * All of them anew, under their ids: two may have swapped names since, which no order of updates gets past the unique name. Nothing belongs to a
 * project meanwhile; the objects are restored next.
 */
async function restoreProjects(tx: OrgTx, installationId: Id<'installation'>, then: Summary['projects']): Promise<void> {
  const { orgId } = tx;
  for (const collection of objectCollections) {
    const table = tableOf(collection);
    await tx
      .update(table)
      .set({ projectId: null })
      .where(and(eq(table.orgId, orgId), eq(table.installationId, installationId), isNotNull(table.projectId)));
  }
  const before = await tx
    .delete(projects)
    .where(and(eq(projects.orgId, orgId), eq(projects.installationId, installationId)))
    .returning({ id: projects.id, createdAt: projects.createdAt });
  const createdAt = new Map<string, Date>(before.map((row) => [row.id, row.createdAt]));
  if (then.length > 0)
    await tx.insert(projects).values(
      then.map(({ id, name, description }) => {
        const created = createdAt.get(id);
        return { orgId, installationId, id: idOf('project', id), name, description, ...(created && { createdAt: created }) };
      }),
    );
}

async function restoreObjects<C extends ObjectCollection>(
  tx: OrgTx,
  installationId: Id<'installation'>,
  collection: C,
  objects: readonly { id: string; name: string; projectId?: string | undefined }[],
): Promise<void> {
  const { orgId } = tx;
  const table = tableOf(collection);
  const { idKind } = kindOf(collection);
  const rows = objects.map(({ id, projectId, ...spec }) => ({
    orgId,
    installationId,
    id: idOf(idKind, id),
    projectId: projectId ? idOf('project', projectId) : null,
    name: spec.name,
    spec,
  }));
  const isOther = notAmong(
    table.id,
    rows.map(({ id }) => id),
  );
  await tx.delete(table).where(and(eq(table.orgId, orgId), eq(table.installationId, installationId), isOther));
  if (rows.length === 0) return;
  const restored = { name: sql`excluded.name`, spec: sql`excluded.spec`, projectId: sql`excluded.project_id`, updatedAt: sql`now()` };
  await tx
    .insert(table)
    .values(rows)
    .onConflictDoUpdate({ target: [table.orgId, table.id], set: restored });
}

/** Undefined, which `and` leaves out, for none: everything is another then. */
const notAmong = (column: AnyPgColumn, ids: readonly string[]) => (ids.length > 0 ? notInArray(column, [...ids]) : undefined);

const idOf = <K extends IdKind>(kind: K, id: string): Id<K> => idSchema(kind).parse(id);
