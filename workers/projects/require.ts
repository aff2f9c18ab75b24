import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { and, eq, ne } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
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
  await requireInstallation(tx, installationId);
  throw new Refusal('not_found', `There is no project ${id} in this installation.`);
}

/** Refuses a name or description that does not have the form of one, whichever door it came through. */
export function requireFields(fields: ProjectFields): void {
  const parsed = ProjectFields.safeParse(fields);
  if (parsed.success) return;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Refusal('invalid', 'Some fields of the project are not right.', { issues });
}

/** Refuses a name that another project of the installation has. The installation is locked, so it stays free until the commit. */
export async function requireFreeName(
  tx: OrgTx,
  { installationId, name, except }: { installationId: Id<'installation'>; name: string; except?: Id<'project'> },
): Promise<void> {
  const [taken] = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.orgId, tx.orgId),
        eq(projects.installationId, installationId),
        eq(projects.name, name),
        except && ne(projects.id, except),
      ),
    );
  if (taken)
    throw new Refusal('conflict', `There is already a project "${name}": choose another name.`, {
      issues: [{ path: 'name', message: `another project is named "${name}": choose another name` }],
    });
}
