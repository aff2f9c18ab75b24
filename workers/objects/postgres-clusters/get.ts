import type { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { postgresClusterKind } from '../object-kind.ts';
import { getObject, type Of, type Stored } from '../object-rows.ts';

export async function getPostgresCluster(
  ctx: Ctx,
  input: Of & { id: Id<'postgresCluster'> },
): Promise<Stored<'postgresCluster', PostgresCluster>> {
  return getObject(ctx, postgresClusterKind, input);
}
