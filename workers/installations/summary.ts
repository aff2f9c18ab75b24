import type { Provider, Size, Usage } from '@home-base/catalog/define.ts';
import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { Owned, Summary } from '@home-base/catalog/summary.ts';
import { batteries, postgresClusters, redisInstances, traditionalServices } from '@home-base/schema/db/tables.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { InstallationRow } from './require.ts';

/** All desired state and the facts of one installation, in an order that does not depend on the database. */
export async function loadSummary(tx: Tx, installation: InstallationRow): Promise<Summary> {
  const below = (table: typeof batteries | typeof postgresClusters | typeof redisInstances | typeof traditionalServices) =>
    and(eq(table.orgId, installation.orgId), eq(table.installationId, installation.id));
  const enabled = await tx.select({ id: batteries.id, type: batteries.type, config: batteries.config }).from(batteries).where(below(batteries)).orderBy(asc(batteries.type));
  const clusters = await tx.select().from(postgresClusters).where(below(postgresClusters)).orderBy(asc(postgresClusters.id));
  const redises = await tx.select().from(redisInstances).where(below(redisInstances)).orderBy(asc(redisInstances.id));
  const services = await tx.select().from(traditionalServices).where(below(traditionalServices)).orderBy(asc(traditionalServices.id));
  return {
    format: 1,
    catalogVersion: installation.catalogVersion,
    installation: {
      id: installation.id,
      name: installation.name,
      // The columns are text; these three were parsed with the same lists when the row was written.
      usage: installation.usage as Usage,
      provider: installation.provider as Provider,
      size: installation.size as Size,
    },
    batteries: enabled,
    postgresClusters: clusters.map((row) => owned(PostgresCluster, row)),
    redisInstances: redises.map((row) => owned(RedisInstance, row)),
    traditionalServices: services.map((row) => owned(TraditionalService, row)),
    facts: installation.summaryFacts,
  };
}

/** A field that came later gets its default. A spec that today's schema refuses is handed on as stored: materialize lets it fail alone. */
function owned<T extends object>(schema: z.ZodType<T>, row: { id: string; spec: Record<string, unknown> }): Owned<T> {
  const parsed = schema.safeParse(row.spec);
  return { ...(parsed.success ? parsed.data : (row.spec as T)), id: row.id };
}
