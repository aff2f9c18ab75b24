import { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { createRedisInstance } from '../objects/redis-instances/create.ts';
import { deleteRedisInstance } from '../objects/redis-instances/delete.ts';
import { getRedisInstance } from '../objects/redis-instances/get.ts';
import { listRedisInstances } from '../objects/redis-instances/list.ts';
import { updateRedisInstance } from '../objects/redis-instances/update.ts';
import { defineRoute } from './define-route.ts';
import { objectContracts } from './object-contracts.ts';
import { InstallationParams } from './params.ts';

const tag = 'Redis instances';
const all = '/v1/installations/{installationId}/redis-instances';
const one = objectContracts('redisInstance', RedisInstance);

export const redisInstanceRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listRedisInstances',
    summary: 'List Redis instances',
    tag,
    access: 'objects:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(one.stored),
    run: (ctx, { params, query }) => listRedisInstances(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: all,
    id: 'createRedisInstance',
    summary: 'Create a Redis instance',
    tag,
    access: 'objects:write',
    params: InstallationParams,
    body: one.create,
    status: 201,
    response: one.stored,
    run: (ctx, { params, body }) => createRedisInstance(ctx, { ...params, spec: body }),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{id}`,
    id: 'getRedisInstance',
    summary: 'Get a Redis instance',
    tag,
    access: 'objects:read',
    params: one.params,
    response: one.stored,
    run: (ctx, { params }) => getRedisInstance(ctx, params),
  }),
  defineRoute({
    method: 'patch',
    path: `${all}/{id}`,
    id: 'updateRedisInstance',
    summary: 'Change fields of a Redis instance',
    tag,
    access: 'objects:write',
    params: one.params,
    body: one.update,
    response: one.stored,
    run: (ctx, { params, body }) => updateRedisInstance(ctx, { ...params, changes: body }),
  }),
  defineRoute({
    method: 'delete',
    path: `${all}/{id}`,
    id: 'deleteRedisInstance',
    summary: 'Delete a Redis instance and its data',
    tag,
    access: 'objects:write',
    params: one.params,
    query: z.object({ confirm: z.string().meta({ description: 'The name of the Redis instance.' }) }),
    run: (ctx, { params, query }) => deleteRedisInstance(ctx, { ...params, ...query }),
  }),
];
