import { findCollection, type NewObject, objectCollections, objectKinds, parseObject } from '@home-base/catalog/objects/object-kinds.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { CreatedProject, CreateProject } from '@home-base/schema/wire/projects.ts';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { type Issue, refuseIssues } from '../refusal.ts';
import { makeProject } from './make-project.ts';
import { projectDetails } from './to-wire.ts';

/**
 * A project, with new objects and the batteries that they need where the request has them: all of it or nothing. Issues name fields as
 * `objects.1.spec.name`. Objects may name each other in any order.
 */
export async function createProject(
  ctx: Ctx,
  { installationId, name, description = '', objects = [], enableBatteries = false }: CreateProject & { installationId: Id<'installation'> },
): Promise<CreatedProject> {
  if (enableBatteries) requirePermission(ctx.actor, 'batteries:write');
  return withOrg(ctx, 'objects:write', async (tx) => {
    const installation = await requireChangeable(tx, installationId);
    const parsed = parseObjects(name, objects);
    const summary = await loadSummary(tx, installation);
    const made = await makeProject(tx, ctx, summary, { installationId, name, description, objects: parsed, enableBatteries });
    await markChanged(tx, ctx, installationId);
    return { ...(await projectDetails(tx, made.row)), enabledBatteries: made.enabledBatteries };
  });
}

/** Every object by the schema of its kind; refuses with the issues of all of them. */
function parseObjects(project: string, objects: { kind: string; spec: unknown }[]): (NewObject & { at: string })[] {
  const issues: Issue[] = [];
  const parsed = objects.flatMap(({ kind, spec }, index) => {
    const collection = findCollection(kind);
    if (!collection) {
      const kinds = objectCollections.map((each) => objectKinds[each].path).join(', ');
      issues.push({ path: `objects.${index}.kind`, message: `there is no kind "${kind}": choose one of ${kinds}` });
      return [];
    }
    const at = `objects.${index}.spec`;
    const result = parseObject(collection, spec);
    if (result.object) return [{ ...result.object, at }];
    issues.push(...result.issues.map(({ path, message }) => ({ path: `${at}.${path}`, message })));
    return [];
  });
  refuseIssues('invalid', `The project "${project}" cannot be created`, issues);
  return parsed;
}
