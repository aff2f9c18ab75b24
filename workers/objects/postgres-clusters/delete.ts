import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { postgresClusterKind } from '../object-kind.ts';
import { deleteObject, type Of } from '../object-rows.ts';

/** Deletes a Postgres cluster and its data; `confirm` is its name. */
export async function deletePostgresCluster(ctx: Ctx, input: Of & { id: Id<'postgresCluster'>; confirm: string }): Promise<void> {
  return deleteObject(ctx, postgresClusterKind, input);
}
