import { type Id, toId, toUuid } from '@home-base/schema/ids/id.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { confirmRemoval } from '../installations/confirm-removal.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable, requireInstallation } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import type { ObjectIdKind, ObjectKind, ObjectTable } from './object-kind.ts';

/** A stored object as every list, page and answer shows it: its spec, flat, and where it belongs. */
export type Stored<K extends ObjectIdKind, Spec> = Spec & {
  id: Id<K>;
  installationId: Id<'installation'>;
  createdAt: string;
  updatedAt: string;
};
export type Of = { installationId: Id<'installation'> };

export async function listObjects<K extends ObjectIdKind, Spec extends { name: string }>(
  ctx: Ctx,
  kind: ObjectKind<K, Spec>,
  input: Of & ListQuery,
): Promise<List<Stored<K, Spec>>> {
  const after = cursorId(kind.idKind, input.cursor);
  return withOrg(ctx, 'objects:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const { table } = kind;
    const rows = await tx
      .select()
      .from(table)
      .where(and(eq(table.orgId, tx.orgId), eq(table.installationId, input.installationId), after && gt(table.id, columnId(kind, after))))
      .orderBy(asc(table.id))
      .limit(input.limit + 1);
    return toPage(
      rows.map((row) => toStored(kind, row)),
      input.limit,
    );
  });
}

export async function getObject<K extends ObjectIdKind, Spec extends { name: string }>(
  ctx: Ctx,
  kind: ObjectKind<K, Spec>,
  input: Of & { id: Id<K> },
): Promise<Stored<K, Spec>> {
  return withOrg(ctx, 'objects:read', async (tx) => toStored(kind, await requireRow(tx, kind, input)));
}

/** `spec` is parsed here: what a form or a request gave may lack fields that have defaults. */
export async function createObject<K extends ObjectIdKind, Spec extends { name: string }>(
  ctx: Ctx,
  kind: ObjectKind<K, Spec>,
  input: Of & { spec: unknown },
): Promise<Stored<K, Spec>> {
  const spec = parseSpec(kind, input.spec);
  return withOrg(ctx, 'objects:write', async (tx) => {
    const summary = await loadSummary(tx, await requireChangeable(tx, input.installationId));
    if (kind.of(summary).some((other) => other.name === spec.name))
      throw new Refusal('conflict', `There is already a ${kind.noun} "${spec.name}": choose another name.`, {
        issues: [{ path: 'name', message: `there is already a ${kind.noun} named "${spec.name}": choose another name, or edit that one` }],
      });
    refuseIssues('invalid', `The ${kind.noun} "${spec.name}" cannot be created`, kind.check(summary, spec));
    const [row] = await tx
      .insert(kind.table)
      .values({ orgId: tx.orgId, installationId: input.installationId, name: spec.name, spec })
      .returning();
    if (!row) throw new Error(`the ${kind.noun} ${spec.name} was not stored`);
    await record(tx, ctx, { action: `${kind.entity}.create`, targetId: row.id, installationId: input.installationId, after: spec });
    await markChanged(tx, ctx, input.installationId);
    return toStored(kind, row);
  });
}

/** `changes` replaces the fields it has; null takes an optional field away. */
export async function updateObject<K extends ObjectIdKind, Spec extends { name: string }>(
  ctx: Ctx,
  kind: ObjectKind<K, Spec>,
  input: Of & { id: Id<K>; changes: Record<string, unknown> },
): Promise<Stored<K, Spec>> {
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, input.installationId);
    const row = await requireRow(tx, kind, input);
    const merged = { ...row.spec, ...input.changes };
    const spec = parseSpec(kind, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)));
    const summary = await loadSummary(tx, installation);
    refuseIssues(
      'invalid',
      `The ${kind.noun} "${row.name}" cannot be changed like this`,
      kind.check(summary, spec, findOwned(kind.of(summary), row.id)),
    );
    const [after] = await tx
      .update(kind.table)
      .set({ name: spec.name, spec, updatedAt: ctx.now() })
      .where(here(tx, kind, input))
      .returning();
    if (!after) throw new Error(`the ${kind.noun} ${row.name} vanished while its installation was locked`);
    await record(tx, ctx, {
      action: `${kind.entity}.update`,
      targetId: row.id,
      installationId: input.installationId,
      before: row.spec,
      after: spec,
    });
    await markChanged(tx, ctx, input.installationId);
    return toStored(kind, after);
  });
}

/** Of a kind that holds data, `confirm` is the object's name; its resources are then removed with their data. */
export async function deleteObject<K extends ObjectIdKind, Spec extends { name: string }>(
  ctx: Ctx,
  kind: ObjectKind<K, Spec>,
  input: Of & { id: Id<K>; confirm?: string | undefined },
): Promise<void> {
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, input.installationId);
    const row = await requireRow(tx, kind, input);
    if (kind.holdsData && input.confirm !== row.name) {
      const text = `Deleting the ${kind.noun} "${row.name}" deletes its data: confirm with its name.`;
      throw new Refusal('invalid', text, { issues: [{ path: 'confirm', message: `expected ${row.name}` }] });
    }
    const summary = await loadSummary(tx, installation);
    const object = findOwned(kind.of(summary), row.id);
    if (object) refuseIssues('conflict', `The ${kind.noun} "${row.name}" cannot be deleted`, kind.checkRemoval(summary, object));
    await confirmRemoval(tx, { installationId: input.installationId, owner: row.id });
    await tx.delete(kind.table).where(here(tx, kind, input));
    await record(tx, ctx, { action: `${kind.entity}.delete`, targetId: row.id, installationId: input.installationId, before: row.spec });
    await markChanged(tx, ctx, input.installationId);
  });
}

type Row = ObjectTable['$inferSelect'];

async function requireRow<K extends ObjectIdKind, Spec extends { name: string }>(
  tx: OrgTx,
  kind: ObjectKind<K, Spec>,
  input: Of & { id: Id<K> },
): Promise<Row> {
  const [row] = await tx
    .select()
    .from(kind.table)
    .where(here(tx, kind, input));
  if (row) return row;
  await requireInstallation(tx, input.installationId);
  throw new Refusal('not_found', `There is no ${kind.noun} ${input.id} in this installation.`);
}

function here<K extends ObjectIdKind, Spec extends { name: string }>(tx: OrgTx, kind: ObjectKind<K, Spec>, input: Of & { id: Id<K> }) {
  const { table } = kind;
  return and(eq(table.orgId, tx.orgId), eq(table.installationId, input.installationId), eq(table.id, columnId(kind, input.id)));
}

/** The column of each table maps its own prefix; its type says redis for all three (see ObjectTable). */
function columnId<K extends ObjectIdKind, Spec extends { name: string }>(kind: ObjectKind<K, Spec>, id: Id<K>): Row['id'] {
  toUuid(kind.idKind, id);
  return id as string as Row['id'];
}

function parseSpec<K extends ObjectIdKind, Spec extends { name: string }>(kind: ObjectKind<K, Spec>, value: unknown): Spec {
  const parsed = kind.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid', `Some fields of the ${kind.noun} are not right.`, {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

/** Undefined when what is stored cannot be read by today's schema: such an object can still be mended or deleted. */
function findOwned<Spec>(objects: (Spec & { id: string })[], id: string): (Spec & { id: string }) | undefined {
  return objects.find((object) => object.id === id);
}

/** A stored spec that an older catalog wrote is shown with today's defaults. */
function toStored<K extends ObjectIdKind, Spec extends { name: string }>(kind: ObjectKind<K, Spec>, row: Row): Stored<K, Spec> {
  const parsed = kind.schema.safeParse(row.spec);
  return {
    ...(parsed.success ? parsed.data : (row.spec as unknown as Spec)),
    id: toId(kind.idKind, toUuid(kind.idKind, row.id)),
    installationId: row.installationId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
