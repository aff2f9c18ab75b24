import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { redisInstanceKind } from '../object-kind.ts';
import { deleteObject, type Of } from '../object-rows.ts';

/** Deletes a Redis instance and its data; `confirm` is its name. */
export async function deleteRedisInstance(ctx: Ctx, input: Of & { id: Id<'redisInstance'>; confirm: string }): Promise<void> {
  return deleteObject(ctx, redisInstanceKind, input);
}
