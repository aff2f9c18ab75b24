import type { Id } from '@home-base/schema/ids/id.ts';
import type { ProjectDetails } from '@home-base/schema/wire/projects.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireProject } from './require.ts';
import { projectDetails } from './to-wire.ts';

/** A project with its objects and how their resources stand. */
export async function getProject(ctx: Ctx, input: { installationId: Id<'installation'>; id: Id<'project'> }): Promise<ProjectDetails> {
  return withOrg(ctx, 'objects:read', async (tx) => projectDetails(tx, await requireProject(tx, input)));
}
