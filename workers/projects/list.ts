import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Project } from '@home-base/schema/wire/projects.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { selectProjectObjects } from './object-rows.ts';
import { projectToWire } from './to-wire.ts';

/** A page of the projects of an installation, oldest first, with how many objects each has. */
export async function listProjects(
  ctx: Ctx,
  { installationId, limit, cursor }: ListQuery & { installationId: Id<'installation'> },
): Promise<List<Project>> {
  const after = cursorId('project', cursor);
  return withOrg(ctx, 'objects:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const rows = await tx
      .select()
      .from(projects)
      .where(and(eq(projects.orgId, tx.orgId), eq(projects.installationId, installationId), after && gt(projects.id, after)))
      .orderBy(asc(projects.id))
      .limit(limit + 1);
    const page = toPage(rows, limit);
    const objects = await selectProjectObjects(tx, { installationId, among: page.items.map(({ id }) => id) });
    return { ...page, items: page.items.map((row) => projectToWire(row, objects)) };
  });
}
