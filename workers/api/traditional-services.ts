import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { createTraditionalService } from '../objects/traditional-services/create.ts';
import { deleteTraditionalService } from '../objects/traditional-services/delete.ts';
import { getTraditionalService } from '../objects/traditional-services/get.ts';
import { listTraditionalServices } from '../objects/traditional-services/list.ts';
import { updateTraditionalService } from '../objects/traditional-services/update.ts';
import { defineRoute } from './define-route.ts';
import { objectContracts } from './object-contracts.ts';
import { InstallationParams } from './params.ts';

const tag = 'Web services';
const all = '/v1/installations/{installationId}/traditional-services';
const one = objectContracts('traditionalService', TraditionalService);

export const traditionalServiceRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listTraditionalServices',
    summary: 'List web services',
    tag,
    access: 'objects:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(one.stored),
    run: (ctx, { params, query }) => listTraditionalServices(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: all,
    id: 'createTraditionalService',
    summary: 'Create a web service',
    tag,
    access: 'objects:write',
    params: InstallationParams,
    body: one.create,
    status: 201,
    response: one.stored,
    run: (ctx, { params, body }) => createTraditionalService(ctx, { ...params, spec: body }),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{id}`,
    id: 'getTraditionalService',
    summary: 'Get a web service',
    tag,
    access: 'objects:read',
    params: one.params,
    response: one.stored,
    run: (ctx, { params }) => getTraditionalService(ctx, params),
  }),
  defineRoute({
    method: 'patch',
    path: `${all}/{id}`,
    id: 'updateTraditionalService',
    summary: 'Change fields of a web service',
    tag,
    access: 'objects:write',
    params: one.params,
    body: one.update,
    response: one.stored,
    run: (ctx, { params, body }) => updateTraditionalService(ctx, { ...params, changes: body }),
  }),
  defineRoute({
    method: 'delete',
    path: `${all}/{id}`,
    id: 'deleteTraditionalService',
    summary: 'Delete a web service',
    tag,
    access: 'objects:write',
    params: one.params,
    run: (ctx, { params }) => deleteTraditionalService(ctx, params),
  }),
];
