import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import {
  ApproveRemovals,
  HeldRemoval,
  PodStatus,
  ResourceDetail,
  ResourceFilter,
  ResourceStatus,
} from '@home-base/schema/wire/resources.ts';
import { z } from 'zod';
import { approveRemovals } from '../resources/approve-removals.ts';
import { getResource } from '../resources/get-resource.ts';
import { listHeldRemovals } from '../resources/list-held-removals.ts';
import { listPods } from '../resources/list-pods.ts';
import { listResources } from '../resources/list-resources.ts';
import { defineRoute } from './define-route.ts';
import { InstallationParams } from './params.ts';
import { toJson } from './to-json.ts';

const tag = 'Resources';
const all = '/v1/installations/{installationId}/resources';
const heldRemovals = '/v1/installations/{installationId}/held-removals';

export const resourceRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listResources',
    summary: 'Live status of the resources in the cluster',
    tag,
    access: 'resources:read',
    params: InstallationParams,
    query: ListQuery.extend(ResourceFilter.shape),
    response: listOf(ResourceStatus),
    run: async (ctx, { params, query }) => toJson(await listResources(ctx, { ...params, ...query })),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{key}`,
    id: 'getResource',
    summary: 'One resource: status, what it should be, what happened to it',
    tag,
    access: 'resources:read',
    params: InstallationParams.extend({ key: z.string().max(700).meta({ description: 'group/Kind/namespace/name, percent-encoded' }) }),
    response: ResourceDetail,
    run: async (ctx, { params }) => toJson(await getResource(ctx, params)),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/installations/{installationId}/pods',
    id: 'listPods',
    summary: 'Live pods of batteries and objects, those that operators made included',
    tag,
    access: 'resources:read',
    params: InstallationParams,
    query: ListQuery.extend({ owner: z.string().max(100).optional().meta({ description: 'id of a battery or an object' }) }),
    response: listOf(PodStatus),
    run: async (ctx, { params, query }) => toJson(await listPods(ctx, { ...params, ...query })),
  }),
  defineRoute({
    method: 'get',
    path: heldRemovals,
    id: 'listHeldRemovals',
    summary: 'What the agent holds back from removing until somebody approves',
    tag,
    access: 'resources:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(HeldRemoval),
    run: async (ctx, { params, query }) => listHeldRemovals(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: `${heldRemovals}/approve`,
    id: 'approveRemovals',
    summary: 'Approve removals; data only where its key is named',
    tag,
    access: 'resources:write',
    params: InstallationParams,
    body: ApproveRemovals,
    response: z.object({ approved: z.array(z.string()) }),
    run: async (ctx, { params, body }) => approveRemovals(ctx, { ...params, ...body }),
  }),
];
