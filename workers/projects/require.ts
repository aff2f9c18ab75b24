import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';

export type ProjectRow = typeof projects.$inferSelect;

/** The project of this installation, or `not_found`. */
export async function requireProject(
  tx: OrgTx,
  { installationId, id }: { installationId: Id<'installation'>; id: Id<'project'> },
): Promise<ProjectRow> {
  const [row] = await tx
    .select()
    .from(projects)
    .where(and(eq(projects.orgId, tx.orgId), eq(projects.installationId, installationId), eq(projects.id, id)));
  if (row) return row;
  throw new Refusal('not_found', `There is no project ${id} in this installation.`);
}
