import type { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Ctx } from '../../context.ts';
import { postgresClusterKind } from '../object-kind.ts';
import { listObjects, type Of, type Stored } from '../object-rows.ts';

export async function listPostgresClusters(ctx: Ctx, input: Of & ListQuery): Promise<List<Stored<'postgresCluster', PostgresCluster>>> {
  return listObjects(ctx, postgresClusterKind, input);
}
