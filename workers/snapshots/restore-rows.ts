import { providers, sizes, usages } from '@home-base/catalog/define.ts';
import { type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { Project } from '@home-base/catalog/objects/project.ts';
import { allObjects, emptyFacts, type ObjectLists, type Summary } from '@home-base/catalog/summary.ts';
import { batteries, installations, projects } from '@home-base/schema/db/tables.ts';
import { type Id, type IdKind, idSchema } from '@home-base/schema/ids/id.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { and, eq, ne, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrgTx } from '../db/with-org.ts';
import { tableOf } from '../objects/stored.ts';

/** A stored summary, read with today's schemas: a field or a list that is newer than the snapshot gets its default. */
const StoredSummary = z.object({
  format: z.literal(1),
  catalogVersion: z.string(),
  installation: z.object({ id: z.string(), name: z.string(), usage: z.enum(usages), provider: z.enum(providers), size: z.enum(sizes) }),
  batteries: z.array(z.object({ id: z.string(), type: z.string(), config: z.record(z.string(), z.unknown()) })),
  projects: z.array(Project.extend({ id: z.string() })).default([]),
  facts: z.looseObject({ ingressAddresses: z.array(z.string()) }),
});
const Lists = z.object(
  Object.fromEntries(
    objectCollections.map((collection) => [
      collection,
      z.array(z.intersection(z.object({ id: z.string(), projectId: z.string().optional() }), objectKinds[collection].schema)).default([]),
    ]),
  ),
);

export function readStoredSummary(stored: unknown): Summary {
  const { facts, ...summary } = StoredSummary.parse(stored);
  // The table ties each list to its schema; TypeScript does not follow that through `fromEntries`.
  const lists = Lists.parse(stored) as unknown as ObjectLists;
  return { ...summary, ...lists, facts: { ...emptyFacts, ...facts } };
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

/** Makes batteries, objects and the installation's size those of the summary: same ids, so that owners stay who they were. */
export async function restoreRows(tx: OrgTx, installationId: Id<'installation'>, then: Summary): Promise<void> {
  const { orgId } = tx;
  const { usage, provider, size } = then.installation;
  await tx
    .update(installations)
    .set({ usage, provider, size })
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
  await dropOtherProjects(tx, installationId, then.projects);
}

/** Before the objects that belong to them. A name that another project took since keeps both: the older one's row wins its name back. */
async function restoreProjects(tx: OrgTx, installationId: Id<'installation'>, then: Summary['projects']): Promise<void> {
  const { orgId } = tx;
  for (const { id, name, description } of then) {
    const of = and(eq(projects.orgId, orgId), eq(projects.installationId, installationId));
    await tx
      .update(projects)
      .set({ name: sql`${projects.name} || '-newer'` })
      .where(and(of, eq(projects.name, name), ne(projects.id, idOf('project', id))));
    await tx
      .insert(projects)
      .values({ orgId, installationId, id: idOf('project', id), name, description })
      .onConflictDoUpdate({ target: [projects.orgId, projects.id], set: { name, description, updatedAt: sql`now()` } });
  }
}

/** After the objects: a project is only deleted once nothing belongs to it. */
async function dropOtherProjects(tx: OrgTx, installationId: Id<'installation'>, then: Summary['projects']): Promise<void> {
  const kept = then.map(({ id }) => idOf('project', id));
  await tx
    .delete(projects)
    .where(
      and(
        eq(projects.orgId, tx.orgId),
        eq(projects.installationId, installationId),
        kept.length > 0 ? notInArray(projects.id, kept) : undefined,
      ),
    );
}

async function restoreObjects(
  tx: OrgTx,
  installationId: Id<'installation'>,
  collection: ObjectCollection,
  objects: readonly { id: string; name: string; projectId?: string | undefined }[],
): Promise<void> {
  const { orgId } = tx;
  const table = tableOf(collection);
  const { idKind } = objectKinds[collection];
  const ids = objects.map((object) => idOf(idKind, object.id));
  const isOther =
    ids.length > 0
      ? sql`${table.id} not in (${sql.join(
          ids.map((id) => sql.param(id, table.id)),
          sql`, `,
        )})`
      : undefined;
  await tx.delete(table).where(and(eq(table.orgId, orgId), eq(table.installationId, installationId), isOther));
  for (const { id, projectId, ...spec } of objects)
    await tx.execute(sql`
      insert into ${table} (org_id, installation_id, id, project_id, name, spec)
      values (${sql.param(orgId, table.orgId)}, ${sql.param(installationId, table.installationId)}, ${sql.param(idOf(idKind, id), table.id)}, ${projectId ? sql.param(idOf('project', projectId), projects.id) : null}, ${spec.name}, ${JSON.stringify(spec)}::jsonb)
      on conflict (org_id, id) do update set name = excluded.name, spec = excluded.spec, project_id = excluded.project_id, updated_at = now()`);
}

const notAmong = (column: typeof batteries.id, ids: Id<'battery'>[]) => (ids.length > 0 ? notInArray(column, ids) : undefined);

const idOf = <K extends IdKind>(kind: K, id: string): Id<K> => idSchema(kind).parse(id);
