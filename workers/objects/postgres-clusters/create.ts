import type { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { postgresClusterKind } from '../object-kind.ts';
import { createObject, type Of, type Stored } from '../object-rows.ts';

/** Refuses a taken name, a missing battery and what the rules of the catalog forbid. */
export async function createPostgresCluster(
  ctx: Ctx,
  input: Of & { spec: z.input<typeof PostgresCluster> },
): Promise<Stored<'postgresCluster', PostgresCluster>> {
  return createObject(ctx, postgresClusterKind, input);
}
