import { kindOf, type ObjectCollection, type ObjectIdKind, type ObjectIn } from '@home-base/catalog/objects/object-kinds.ts';
import { objectTables } from '@home-base/schema/db/tables.ts';
import { type Id, toId, toUuid } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { Refusal } from '../refusal.ts';

export type ObjectId<C extends ObjectCollection> = Id<ObjectIdKind<C>>;
export type Of = { installationId: Id<'installation'> };

/** A stored object as every list, page and answer shows it: its spec, flat, and where it belongs. */
export type Stored<C extends ObjectCollection = ObjectCollection> = ObjectIn<C> & {
  id: ObjectId<C>;
  installationId: Id<'installation'>;
  projectId?: Id<'project'> | undefined;
  createdAt: string;
  updatedAt: string;
};

type ObjectTable = (typeof objectTables)[ObjectCollection];
export type ObjectRow = ObjectTable['$inferSelect'];

export function tableOf(collection: ObjectCollection): ObjectTable {
  return objectTables[collection];
}

/** First half of audit actions, as `redis_instance`. */
export function entityOf(collection: ObjectCollection): string {
  return kindOf(collection).idKind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function isObject<C extends ObjectCollection>(tx: OrgTx, collection: C, { installationId, id }: Of & { id: ObjectId<C> }) {
  const table = tableOf(collection);
  return and(eq(table.orgId, tx.orgId), eq(table.installationId, installationId), eq(table.id, id));
}

/** The row, or `not_found`. */
export async function requireObject<C extends ObjectCollection>(
  tx: OrgTx,
  collection: C,
  input: Of & { id: ObjectId<C> },
): Promise<ObjectRow> {
  const [row] = await tx
    .select()
    .from(tableOf(collection))
    .where(isObject(tx, collection, input));
  if (row) return row;
  await requireInstallation(tx, input.installationId);
  throw new Refusal('not_found', `There is no ${kindOf(collection).noun} ${input.id} in this installation.`);
}

/** Parses what a form or a request gave; it may lack fields that have defaults. Refuses with an issue a field. */
export function parseSpec<C extends ObjectCollection>(collection: C, value: unknown): ObjectIn<C> {
  const { schema, noun } = kindOf(collection);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid', `Some fields of the ${noun} are not right.`, {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

/** A stored spec that an older catalog wrote is shown with today's defaults. */
export function toStored<C extends ObjectCollection>(collection: C, row: ObjectRow): Stored<C> {
  const { idKind, schema } = kindOf(collection);
  const parsed = schema.safeParse(row.spec);
  // What today's schema cannot read is shown as it is, so that it can be mended.
  const spec = parsed.success ? parsed.data : (row.spec as ObjectIn<C>);
  return {
    ...spec,
    id: toId(idKind, toUuid(idKind, row.id)),
    installationId: row.installationId,
    ...(row.projectId && { projectId: row.projectId }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
