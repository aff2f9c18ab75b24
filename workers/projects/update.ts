import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ProjectDetails, UpdateProject } from '@home-base/schema/wire/projects.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { requireUnchanged } from '../require-unchanged.ts';
import { requireFields, requireFreeName, requireProject } from './require.ts';
import { projectDetails } from './to-wire.ts';

/**
 * Changes name or description. Objects move in and out by their own `projectId`. `ifUpdatedAt`: refuses `precondition_failed` when name or
 * description were changed since.
 */
export async function updateProject(
  ctx: Ctx,
  {
    installationId,
    id,
    ifUpdatedAt,
    ...changes
  }: UpdateProject & { installationId: Id<'installation'>; id: Id<'project'>; ifUpdatedAt?: string | undefined },
): Promise<ProjectDetails> {
  return withOrg(ctx, 'objects:write', async (tx) => {
    await requireChangeable(tx, installationId);
    const before = await requireProject(tx, { installationId, id });
    requireUnchanged(`The project "${before.name}"`, { from: ifUpdatedAt, now: before.updatedAt.toISOString() });
    const after = { name: changes.name ?? before.name, description: changes.description ?? before.description };
    requireFields(after);
    await requireFreeName(tx, { installationId, name: after.name, except: id });
    const [row] = await tx
      .update(projects)
      .set({ ...after, updatedAt: ctx.now() })
      .where(and(eq(projects.orgId, tx.orgId), eq(projects.installationId, installationId), eq(projects.id, id)))
      .returning();
    if (!row) throw new Error(`the project ${before.name} vanished while its installation was locked`);
    const { name, description } = before;
    await record(tx, ctx, { action: 'project.update', targetId: id, installationId, before: { name, description }, after });
    await markChanged(tx, ctx, installationId);
    return projectDetails(tx, row);
  });
}
