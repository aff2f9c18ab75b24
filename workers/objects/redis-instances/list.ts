import type { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Ctx } from '../../context.ts';
import { redisInstanceKind } from '../object-kind.ts';
import { listObjects, type Of, type Stored } from '../object-rows.ts';

export async function listRedisInstances(ctx: Ctx, input: Of & ListQuery): Promise<List<Stored<'redisInstance', RedisInstance>>> {
  return listObjects(ctx, redisInstanceKind, input);
}
