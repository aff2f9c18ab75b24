import { type ObjectCollection, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { checkObject } from '@home-base/catalog/rules/objects.ts';
import { objectsOf } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { requireProject } from '../projects/require.ts';
import { refuseIssues } from '../refusal.ts';
import { requireUnchanged } from '../require-unchanged.ts';
import { entityOf, isObject, type ObjectId, type Of, parseSpec, requireObject, type Stored, tableOf, toStored } from './stored.ts';

/**
 * Replaces the fields that `changes` has; null takes an optional one away. Storage only grows; name and the like stay. `projectId` moves the object
 * to another project, null out of any. `ifUpdatedAt`: refuses `precondition_failed` when the object was changed since.
 */
export async function updateObject<C extends ObjectCollection>(
  ctx: Ctx,
  collection: C,
  input: Of & {
    id: ObjectId<C>;
    changes: Record<string, unknown>;
    projectId?: Id<'project'> | null | undefined;
    ifUpdatedAt?: string | undefined;
  },
): Promise<Stored<C>> {
  const { noun } = objectKinds[collection];
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, input.installationId);
    const row = await requireObject(tx, collection, input);
    requireUnchanged(`The ${noun} "${row.name}"`, { from: input.ifUpdatedAt, now: row.updatedAt.toISOString() });
    const merged = { ...row.spec, ...input.changes };
    const spec = parseSpec(
      collection,
      Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)),
    );
    const summary = await loadSummary(tx, installation);
    // Undefined when what is stored cannot be read by today's schema: such an object can still be mended.
    const before = objectsOf(summary, collection).find(({ id }) => id === row.id);
    refuseIssues('invalid', `The ${noun} "${row.name}" cannot be changed like this`, checkObject(summary, collection, spec, before));
    if (input.projectId) await requireProject(tx, { installationId: input.installationId, id: input.projectId });
    const projectId = input.projectId === undefined ? row.projectId : input.projectId;
    const { name }: { name: string } = spec;
    const [after] = await tx
      .update(tableOf(collection))
      .set({ name, spec: { ...spec }, projectId, updatedAt: ctx.now() })
      .where(isObject(tx, collection, input))
      .returning();
    if (!after) throw new Error(`the ${noun} ${row.name} vanished while its installation was locked`);
    await record(tx, ctx, {
      action: `${entityOf(collection)}.update`,
      targetId: row.id,
      installationId: input.installationId,
      before: { ...row.spec, ...(row.projectId !== projectId && { projectId: row.projectId }) },
      after: { ...spec, ...(row.projectId !== projectId && { projectId }) },
    });
    await markChanged(tx, ctx, input.installationId);
    return toStored(collection, after);
  });
}
