import type { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { redisInstanceKind } from '../object-kind.ts';
import { getObject, type Of, type Stored } from '../object-rows.ts';

export async function getRedisInstance(ctx: Ctx, input: Of & { id: Id<'redisInstance'> }): Promise<Stored<'redisInstance', RedisInstance>> {
  return getObject(ctx, redisInstanceKind, input);
}
