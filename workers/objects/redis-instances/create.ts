import type { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { redisInstanceKind } from '../object-kind.ts';
import { createObject, type Of, type Stored } from '../object-rows.ts';

/** Refuses a taken name, a missing battery and what the rules of the catalog forbid. */
export async function createRedisInstance(
  ctx: Ctx,
  input: Of & { spec: z.input<typeof RedisInstance> },
): Promise<Stored<'redisInstance', RedisInstance>> {
  return createObject(ctx, redisInstanceKind, input);
}
