import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ImportPreview, ImportProject } from '@home-base/schema/wire/project-export.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { planImport } from './plan-import.ts';
import { nextNames, proposeRenames } from './propose-renames.ts';
import { readDocument } from './read-document.ts';
import { readObjects } from './read-objects.ts';

type Input = ImportProject & { installationId: Id<'installation'> };

/** What an import would create here, with free names where the document's are taken, and what stands in its way. Changes nothing. */
export async function previewImport(
  ctx: Ctx,
  { installationId, document, name, renames = {}, exclude = [] }: Input,
): Promise<ImportPreview> {
  const { payload, signature, problem } = await readDocument(ctx, document);
  return withOrg(ctx, 'objects:read', async (tx) => {
    const installation = await requireInstallation(tx, installationId);
    const summary = await loadSummary(tx, installation);
    const objects = readObjects(payload, exclude);
    const proposed = proposeRenames(summary, objects, renames);
    const plan = planImport(summary, objects, proposed);
    const taken = new Set(summary.projects.map((project) => project.name));
    const wanted = name ?? payload.name;
    const free = [wanted, ...nextNames(wanted)].find((candidate) => !taken.has(candidate)) ?? wanted;
    const isOther = payload.catalogVersion !== installation.catalogVersion;
    const otherCatalog = `it was exported from the catalog ${payload.catalogVersion}, and this installation has ${installation.catalogVersion}: read what it says`;
    return {
      signature,
      name: free,
      description: payload.description,
      visibility: payload.visibility,
      exportedAt: payload.exportedAt,
      catalogVersion: payload.catalogVersion,
      removed: payload.removed,
      objects: plan.objects.map(({ collection, oldName, spec }) => {
        const { path, noun } = objectKinds[collection];
        return { kind: path, noun, name: oldName, newName: spec.name };
      }),
      renames: proposed,
      missingBatteries: plan.missingBatteries,
      problems: [
        ...(problem ? [{ blocks: true, path: 'document', message: problem }] : []),
        ...plan.problems,
        ...(isOther ? [{ blocks: false, path: 'document.payload.catalogVersion', message: otherCatalog }] : []),
      ],
    };
  });
}
