import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { type ObjectId, type Of, requireObject, type Stored, toStored } from './stored.ts';

export async function getObject<C extends ObjectCollection>(ctx: Ctx, collection: C, input: Of & { id: ObjectId<C> }): Promise<Stored<C>> {
  return withOrg(ctx, 'objects:read', async (tx) => toStored(collection, await requireObject(tx, collection, input)));
}
