import type { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { redisInstanceKind } from '../object-kind.ts';
import { type Of, type Stored, updateObject } from '../object-rows.ts';

type Changes = { [F in keyof z.input<typeof RedisInstance>]?: z.input<typeof RedisInstance>[F] | null | undefined };

/** Replaces the fields that `changes` has; null takes an optional one away. Storage only grows; name and the like stay. */
export async function updateRedisInstance(
  ctx: Ctx,
  input: Of & { id: Id<'redisInstance'>; changes: Changes },
): Promise<Stored<'redisInstance', RedisInstance>> {
  return updateObject(ctx, redisInstanceKind, input);
}
