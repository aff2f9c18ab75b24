import { withoutPaths } from '@home-base/catalog/exchange/paths.ts';
import { partsToRemove } from '@home-base/catalog/exchange/redact.ts';
import { neededBatteries } from '@home-base/catalog/objects/needed-batteries.ts';
import {
  findCollection,
  kindOf,
  type NewObject,
  type ObjectCollection,
  objectCollections,
  parseObject,
} from '@home-base/catalog/objects/object-kinds.ts';
import { objectsOf, type Summary } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import {
  type ExportedObjects,
  exportFormat,
  type ProjectExport,
  type ProjectPayload,
  type Visibility,
} from '@home-base/schema/wire/project-export.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { type Issue, refuseIssues } from '../refusal.ts';
import { signExport } from '../trust/export-key.ts';
import { outermost, tooMany } from './document-limits.ts';
import { selectProjectObjects } from './object-rows.ts';
import { requireProject } from './require.ts';

type Input = { installationId: Id<'installation'>; id: Id<'project'>; visibility: Visibility; exclude: string[] };

/**
 * A project as a signed document: specs without ids and without what looks like a secret, and, when others may import it, without what belongs to
 * this installation. `exclude` takes more away; what is left must still be importable.
 */
export async function exportProject(ctx: Ctx, { installationId, id, visibility, exclude }: Input): Promise<ProjectExport> {
  const payload = await withOrg(ctx, 'objects:read', async (tx): Promise<ProjectPayload> => {
    const project = await requireProject(tx, { installationId, id });
    const installation = await requireInstallation(tx, installationId);
    const summary = await loadSummary(tx, installation);
    const rows = await selectProjectObjects(tx, { installationId, among: [id] });
    const whole = specsOf(summary, id);
    const unreadable = rows.filter((row) => !objectsOf(summary, row.collection).some((object) => object.id === row.id));
    const parts = partsOf(whole, visibility);
    const silent = parts.flatMap((part) => part.silent);
    const removed = [
      ...parts.flatMap((part) => part.removed),
      ...exclude.map((path) => ({ path, because: 'it was chosen to stay' })),
      ...unreadable.map(({ collection, name }) => ({ path: `${kindOf(collection).path}.${name}`, because: 'it cannot be read any more' })),
    ];
    const { objects, unknown } = withoutPaths(whole, [...silent, ...removed.map(({ path }) => path)]);
    refuseIssues('invalid', 'The project cannot be exported like this', unknownExcludes(exclude, unknown));
    const kept = readable(objects);
    const leftOut = outermost(removed);
    refuseIssues('invalid', 'The project is too large for one document', tooMany(objects, leftOut));
    return {
      format: exportFormat,
      exportedAt: ctx.now().toISOString(),
      name: project.name,
      description: project.description,
      visibility,
      ...(visibility !== 'public' && { orgId: tx.orgId }),
      catalogVersion: installation.catalogVersion,
      requiredBatteries: [...new Set(kept.flatMap(({ collection, spec }) => neededBatteries(collection, spec)))],
      objects,
      removed: leftOut,
    };
  });
  return { payload, signature: await signExport(ctx.env, payload) };
}

/** Specs by kind, without where they belong. */
function specsOf(summary: Summary, projectId: string): ExportedObjects {
  const lists = objectCollections.map((collection): [string, Record<string, unknown>[]] => [
    kindOf(collection).path,
    specsOfKind(summary, collection, projectId),
  ]);
  return Object.fromEntries(lists.filter(([, list]) => list.length > 0));
}

function specsOfKind(summary: Summary, collection: ObjectCollection, projectId: string): Record<string, unknown>[] {
  return objectsOf(summary, collection)
    .filter((object) => object.projectId === projectId)
    .map(({ id: _, projectId: __, ...spec }) => JSON.parse(JSON.stringify(spec)));
}

function partsOf(objects: ExportedObjects, visibility: Visibility) {
  return Object.entries(objects).flatMap(([kind, specs]) =>
    specs.map((spec) => partsToRemove(kind, { ...spec, name: String(spec.name) }, visibility)),
  );
}

function unknownExcludes(exclude: string[], unknown: string[]): Issue[] {
  return exclude
    .filter((path) => unknown.includes(path))
    .map((path) => ({
      path: 'exclude',
      message: `there is no "${path}" in this project: name kind, object and field, as redis-instances.cache.storageBytes`,
    }));
}

/** What is left of each object must still be one. */
function readable(objects: ExportedObjects): NewObject[] {
  const issues: Issue[] = [];
  const read = Object.entries(objects).flatMap(([kind, specs]) =>
    specs.flatMap((spec) => {
      const collection = findCollection(kind);
      if (!collection) throw new Error(`an export holds the kind ${kind}, which the catalog does not have`);
      const { object, issues: wrong } = parseObject(collection, spec);
      if (object) return [object];
      const what = wrong.map(({ path, message }) => `${path} (${message})`).join(', ');
      issues.push({
        path: 'exclude',
        message: `${kind}.${String(spec.name)} cannot be without ${what}: leave out the whole object or less of it`,
      });
      return [];
    }),
  );
  refuseIssues('invalid', 'The project cannot be exported like this', issues);
  return read;
}
