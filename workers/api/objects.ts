import { aNoun, kindOf, type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { IfUpdatedAt } from '@home-base/schema/wire/if-updated-at.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { createObject } from '../objects/create.ts';
import { deleteObject } from '../objects/delete.ts';
import { getObject } from '../objects/get.ts';
import { listObjects } from '../objects/list.ts';
import { updateObject } from '../objects/update.ts';
import { defineRoute, type Route } from './define-route.ts';
import { objectContracts } from './object-contracts.ts';
import { InstallationParams } from './params.ts';

/** List, create, get, update and delete of every kind of object. */
export const objectRoutes: Route[] = objectCollections.flatMap((collection) => routesOf(collection));

function routesOf<C extends ObjectCollection>(collection: C): Route[] {
  const { idKind, noun, path, holdsData } = kindOf(collection);
  const one = objectContracts(idKind, objectKinds[collection].schema.shape);
  const all = `/v1/installations/{installationId}/${path}` as const;
  const name = idKind.charAt(0).toUpperCase() + idKind.slice(1);
  const names = collection.charAt(0).toUpperCase() + collection.slice(1);
  // Required by contract where data is lost; elsewhere whoever sends it anyway is not refused.
  const confirm: z.ZodType<string | undefined> = z.string().meta({ description: `The name of the ${noun}.` });
  const nouns = `${noun}s`;
  const tag = nouns.charAt(0).toUpperCase() + nouns.slice(1);
  return [
    defineRoute({
      method: 'get',
      path: all,
      id: `list${names}`,
      summary: `List ${nouns}`,
      tag,
      access: 'objects:read',
      params: InstallationParams,
      query: ListQuery,
      response: listOf(one.stored),
      run: (ctx, { params, query }) => listObjects(ctx, collection, { ...params, ...query }),
    }),
    defineRoute({
      method: 'post',
      path: all,
      id: `create${name}`,
      summary: `Create ${aNoun(collection)}`,
      tag,
      access: 'objects:write',
      params: InstallationParams,
      body: one.create,
      status: 201,
      response: one.stored,
      run: (ctx, { params, body: { projectId, ...spec } }) => createObject(ctx, collection, { ...params, spec, projectId }),
    }),
    defineRoute({
      method: 'get',
      path: `${all}/{id}`,
      id: `get${name}`,
      summary: `Get ${aNoun(collection)}`,
      tag,
      access: 'objects:read',
      params: one.params,
      response: one.stored,
      run: (ctx, { params }) => getObject(ctx, collection, params),
    }),
    defineRoute({
      method: 'patch',
      path: `${all}/{id}`,
      id: `update${name}`,
      summary: `Change fields of ${aNoun(collection)}`,
      tag,
      access: 'objects:write',
      params: one.params,
      query: IfUpdatedAt,
      body: one.update,
      response: one.stored,
      run: (ctx, { params, query, body: { projectId, ...changes } }) =>
        updateObject(ctx, collection, { ...params, ...query, changes, projectId }),
    }),
    defineRoute({
      method: 'delete',
      path: `${all}/{id}`,
      id: `delete${name}`,
      summary: holdsData ? `Delete ${aNoun(collection)} and its data` : `Delete ${aNoun(collection)}`,
      tag,
      access: 'objects:write',
      params: one.params,
      query: z.object({ confirm: holdsData ? confirm : confirm.optional() }),
      run: (ctx, { params, query }) => deleteObject(ctx, collection, { ...params, confirm: query.confirm }),
    }),
  ];
}
