import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { createPostgresCluster } from '../objects/postgres-clusters/create.ts';
import { deletePostgresCluster } from '../objects/postgres-clusters/delete.ts';
import { getPostgresCluster } from '../objects/postgres-clusters/get.ts';
import { listPostgresClusters } from '../objects/postgres-clusters/list.ts';
import { updatePostgresCluster } from '../objects/postgres-clusters/update.ts';
import { defineRoute } from './define-route.ts';
import { objectContracts } from './object-contracts.ts';
import { InstallationParams } from './params.ts';

const tag = 'Postgres clusters';
const all = '/v1/installations/{installationId}/postgres-clusters';
const one = objectContracts('postgresCluster', PostgresCluster);

export const postgresClusterRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listPostgresClusters',
    summary: 'List Postgres clusters',
    tag,
    access: 'objects:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(one.stored),
    run: (ctx, { params, query }) => listPostgresClusters(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: all,
    id: 'createPostgresCluster',
    summary: 'Create a Postgres cluster',
    tag,
    access: 'objects:write',
    params: InstallationParams,
    body: one.create,
    status: 201,
    response: one.stored,
    run: (ctx, { params, body }) => createPostgresCluster(ctx, { ...params, spec: body }),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{id}`,
    id: 'getPostgresCluster',
    summary: 'Get a Postgres cluster',
    tag,
    access: 'objects:read',
    params: one.params,
    response: one.stored,
    run: (ctx, { params }) => getPostgresCluster(ctx, params),
  }),
  defineRoute({
    method: 'patch',
    path: `${all}/{id}`,
    id: 'updatePostgresCluster',
    summary: 'Change fields of a Postgres cluster',
    tag,
    access: 'objects:write',
    params: one.params,
    body: one.update,
    response: one.stored,
    run: (ctx, { params, body }) => updatePostgresCluster(ctx, { ...params, changes: body }),
  }),
  defineRoute({
    method: 'delete',
    path: `${all}/{id}`,
    id: 'deletePostgresCluster',
    summary: 'Delete a Postgres cluster and its data',
    tag,
    access: 'objects:write',
    params: one.params,
    query: z.object({ confirm: z.string().meta({ description: 'The name of the Postgres cluster.' }) }),
    run: (ctx, { params, query }) => deletePostgresCluster(ctx, { ...params, ...query }),
  }),
];
