import type { Id } from '@home-base/schema/ids/id.ts';
import type { ImportProject } from '@home-base/schema/wire/project-export.ts';
import type { CreatedProject } from '@home-base/schema/wire/projects.ts';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import { makeProject } from './make-project.ts';
import { planImport } from './plan-import.ts';
import { readDocument } from './read-document.ts';
import { readObjects } from './read-objects.ts';
import { projectDetails } from './to-wire.ts';

type Input = ImportProject & { installationId: Id<'installation'> };

/**
 * Creates the project of a document with its objects, under their new names, and the batteries that they need: all or nothing. A document that
 * this Home Base did not sign is imported like one that a person wrote; its audit row says so.
 */
export async function importProject(
  ctx: Ctx,
  { installationId, document, name, renames = {}, exclude = [], enableBatteries = false }: Input,
): Promise<CreatedProject> {
  requirePermission(ctx.actor, 'objects:write');
  if (enableBatteries) requirePermission(ctx.actor, 'batteries:write');
  const { payload, signature, problem } = await readDocument(ctx, document);
  if (problem) throw new Refusal('forbidden', `The project "${payload.name}" cannot be imported: ${problem}.`);
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, installationId);
    const summary = await loadSummary(tx, installation);
    const plan = planImport(summary, readObjects(payload, exclude), renames);
    const issues = plan.problems.filter(({ blocks }) => blocks).map(({ path, message }) => ({ path, message }));
    refuseIssues('invalid', `The project "${payload.name}" cannot be imported`, issues);
    const { row, enabledBatteries } = await makeProject(tx, ctx, summary, {
      installationId,
      name: name ?? payload.name,
      description: payload.description,
      objects: plan.objects.map(({ oldName: _, ...object }) => object),
      enableBatteries,
      importedFrom: { signature, visibility: payload.visibility, exportedAt: payload.exportedAt, name: payload.name },
    });
    await markChanged(tx, ctx, installationId);
    return { ...(await projectDetails(tx, row)), enabledBatteries };
  });
}
