import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { Refusal } from '../refusal.ts';
import { selectProjectObjects } from './object-rows.ts';
import { requireProject } from './require.ts';

/** Refused while the project has objects: nobody loses sight of what runs. */
export async function deleteProject(
  ctx: Ctx,
  { installationId, id }: { installationId: Id<'installation'>; id: Id<'project'> },
): Promise<void> {
  return withOrg(ctx, 'objects:write', async (tx) => {
    await requireChangeable(tx, installationId);
    const { name, description } = await requireProject(tx, { installationId, id });
    const objects = await selectProjectObjects(tx, { installationId, among: [id] });
    if (objects.length > 0)
      throw new Refusal(
        'conflict',
        `The project "${name}" still has ${namesOf(objects)}: move ${objects.length === 1 ? 'it' : 'them'} out or delete ${objects.length === 1 ? 'it' : 'them'} first.`,
      );
    await tx.delete(projects).where(and(eq(projects.orgId, tx.orgId), eq(projects.installationId, installationId), eq(projects.id, id)));
    await record(tx, ctx, { action: 'project.delete', targetId: id, installationId, before: { name, description } });
    await markChanged(tx, ctx, installationId);
  });
}

const mostNamed = 10;

function namesOf(objects: Awaited<ReturnType<typeof selectProjectObjects>>): string {
  const named = objects.slice(0, mostNamed).map(({ collection, name }) => `the ${objectKinds[collection].noun} "${name}"`);
  const more = objects.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
