import { type ObjectCollection, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { checkObjectRemoval } from '@home-base/catalog/rules/objects.ts';
import { objectsOf } from '@home-base/catalog/summary.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { confirmRemoval } from '../installations/confirm-removal.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import { entityOf, isObject, type ObjectId, type Of, requireObject, tableOf } from './stored.ts';

/** Of a kind that holds data, `confirm` is the object's name; its resources are then removed with their data. Refused while others need it. */
export async function deleteObject<C extends ObjectCollection>(
  ctx: Ctx,
  collection: C,
  input: Of & { id: ObjectId<C>; confirm?: string | undefined },
): Promise<void> {
  const { noun, holdsData } = objectKinds[collection];
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, input.installationId);
    const row = await requireObject(tx, collection, input);
    if (holdsData && input.confirm !== row.name)
      throw new Refusal('invalid', `Deleting the ${noun} "${row.name}" deletes its data: confirm with its name.`, {
        issues: [{ path: 'confirm', message: `expected ${row.name}` }],
      });
    const summary = await loadSummary(tx, installation);
    // Undefined when what is stored cannot be read by today's schema: such an object can still be deleted.
    const object = objectsOf(summary, collection).find(({ id }) => id === row.id);
    if (object) refuseIssues('conflict', `The ${noun} "${row.name}" cannot be deleted`, checkObjectRemoval(summary, collection, object));
    await confirmRemoval(tx, { installationId: input.installationId, owner: row.id });
    await tx.delete(tableOf(collection)).where(isObject(tx, collection, input));
    await record(tx, ctx, {
      action: `${entityOf(collection)}.delete`,
      targetId: row.id,
      installationId: input.installationId,
      before: row.spec,
    });
    await markChanged(tx, ctx, input.installationId);
  });
}
