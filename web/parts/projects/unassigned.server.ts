import { objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { listObjects } from '@home-base/workers/objects/list.ts';
import { objectPlaces } from '../objects/places.ts';

/** Most of a kind that are offered; the others are moved on their own pages. */
const limit = 200;

/** Objects that belong to no project. `value` names one in a form: the address of its page below the installation. */
export async function loadUnassigned(ctx: Ctx, installationId: Id<'installation'>) {
  const lists = await Promise.all(
    objectCollections.map(async (collection) => {
      const { items } = await listObjects(ctx, collection, { installationId, limit });
      const free = items.filter(({ projectId }) => projectId === undefined);
      return { collection, objects: free.map(({ id, name }) => ({ value: `${objectPlaces[collection].segment}/${id}`, name })) };
    }),
  );
  return lists.filter(({ objects }) => objects.length > 0);
}
