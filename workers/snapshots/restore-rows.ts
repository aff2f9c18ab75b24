import { providers, sizes, usages } from '@home-base/catalog/define.ts';
import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import { batteries, installations, postgresClusters, redisInstances, traditionalServices } from '@home-base/schema/db/tables.ts';
import { type Id, type IdKind, idSchema } from '@home-base/schema/ids/id.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { and, eq, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrgTx } from '../db/with-org.ts';

const owned = <T extends z.ZodType<object>>(schema: T) => z.intersection(z.object({ id: z.string() }), schema);

/** A stored summary, read with today's schemas (a field that is newer than the snapshot gets its default). */
const StoredSummary = z.object({
  format: z.literal(1),
  catalogVersion: z.string(),
  installation: z.object({ id: z.string(), name: z.string(), usage: z.enum(usages), provider: z.enum(providers), size: z.enum(sizes) }),
  batteries: z.array(z.object({ id: z.string(), type: z.string(), config: z.record(z.string(), z.unknown()) })),
  postgresClusters: z.array(owned(PostgresCluster)),
  redisInstances: z.array(owned(RedisInstance)),
  traditionalServices: z.array(owned(TraditionalService)),
  facts: z.object({ ingressAddresses: z.array(z.string()), defaultStorageClass: z.string().optional() }),
});

export function readStoredSummary(stored: unknown): Summary {
  const { facts, ...summary } = StoredSummary.parse(stored);
  return {
    ...summary,
    facts: {
      ingressAddresses: facts.ingressAddresses,
      ...(facts.defaultStorageClass === undefined ? {} : { defaultStorageClass: facts.defaultStorageClass }),
    },
  };
}

/** What a rollback does to rows, in words for the page: names and types. */
export type RowChanges = {
  batteries: { enabled: string[]; disabled: string[]; changed: string[] };
  objects: { restored: string[]; deleted: string[]; changed: string[] };
};

/** Pure: from the present rows to those of an older summary. */
export function rowChanges(now: Summary, then: Summary): RowChanges {
  const batteriesOf = compareRows(now.batteries, then.batteries, (battery) => battery.type);
  const objects = (summary: Summary) => [...summary.postgresClusters, ...summary.redisInstances, ...summary.traditionalServices];
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

  await restoreObjects(tx, installationId, postgresClusters, 'postgresCluster', then.postgresClusters);
  await restoreObjects(tx, installationId, redisInstances, 'redisInstance', then.redisInstances);
  await restoreObjects(tx, installationId, traditionalServices, 'traditionalService', then.traditionalServices);
}

type ObjectTable = typeof postgresClusters | typeof redisInstances | typeof traditionalServices;

async function restoreObjects<K extends IdKind>(
  tx: OrgTx,
  installationId: Id<'installation'>,
  table: ObjectTable,
  kind: K,
  objects: readonly { id: string; name: string }[],
): Promise<void> {
  const { orgId } = tx;
  const ids = objects.map((object) => idOf(kind, object.id));
  const isOther =
    ids.length > 0
      ? sql`${table.id} not in (${sql.join(
          ids.map((id) => sql.param(id, table.id)),
          sql`, `,
        )})`
      : undefined;
  await tx.delete(table).where(and(eq(table.orgId, orgId), eq(table.installationId, installationId), isOther));
  for (const { id, ...spec } of objects)
    await tx.execute(sql`
      insert into ${table} (org_id, installation_id, id, name, spec)
      values (${sql.param(orgId, table.orgId)}, ${sql.param(installationId, table.installationId)}, ${sql.param(idOf(kind, id), table.id)}, ${spec.name}, ${JSON.stringify(spec)}::jsonb)
      on conflict (org_id, id) do update set name = excluded.name, spec = excluded.spec, updated_at = now()`);
}

const notAmong = (column: typeof batteries.id, ids: Id<'battery'>[]) => (ids.length > 0 ? notInArray(column, ids) : undefined);

const idOf = <K extends IdKind>(kind: K, id: string): Id<K> => idSchema(kind).parse(id);
