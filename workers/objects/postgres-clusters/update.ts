import type { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { postgresClusterKind } from '../object-kind.ts';
import { type Of, type Stored, updateObject } from '../object-rows.ts';

type Changes = { [F in keyof z.input<typeof PostgresCluster>]?: z.input<typeof PostgresCluster>[F] | null | undefined };

/** Replaces the fields that `changes` has; null takes an optional one away. Storage only grows; name and the like stay. */
export async function updatePostgresCluster(
  ctx: Ctx,
  input: Of & { id: Id<'postgresCluster'>; changes: Changes },
): Promise<Stored<'postgresCluster', PostgresCluster>> {
  return updateObject(ctx, postgresClusterKind, input);
}
