import { type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { visibilities } from '@home-base/schema/wire/project-export.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { listObjects } from '@home-base/workers/objects/list.ts';
import { exportProject } from '@home-base/workers/projects/export.ts';
import { getProject } from '@home-base/workers/projects/get.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { requireId } from '../../../parts/params.server.ts';
import { type ExportedObject, partsOf } from '../../../parts/projects/export-parts.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/export';

/** What an export would hold and leave out by itself, for each visibility, and what one may choose to leave out as well. */
export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('project', params.projectId);
  const { searchParams } = new URL(request.url);
  const project = await forPage(getProject(ctx, { installationId, id }));
  const kinds = objectCollections.filter((collection) => project.objects.some(({ kind }) => kind === objectKinds[collection].path));
  const [objects, removed] = await forPage(
    Promise.all([
      Promise.all(kinds.map((collection) => exported(ctx, collection, installationId, id))),
      Promise.all(
        visibilities.map(async (visibility) => ({
          visibility,
          parts: (await exportProject(ctx, { installationId, id, visibility, exclude: [] })).payload.removed,
        })),
      ),
    ]),
  );
  return {
    project: { id, name: project.name },
    objects: objects.flat(),
    removed,
    // What was chosen before, where it was refused.
    chosen: { visibility: searchParams.get('visibility') ?? 'private', exclude: searchParams.getAll('exclude') },
  };
}

/** All objects of a kind in the project, page by page. */
async function exported<C extends ObjectCollection>(
  ctx: Ctx,
  collection: C,
  installationId: Id<'installation'>,
  projectId: Id<'project'>,
): Promise<ExportedObject[]> {
  const { path, noun } = objectKinds[collection];
  const found: ExportedObject[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listObjects(ctx, collection, { installationId, limit: 200, ...(cursor && { cursor }) });
    for (const object of page.items)
      if (object.projectId === projectId)
        found.push({ path: `${path}.${object.name}`, label: object.name, noun, parts: partsOf(`${path}.${object.name}`, object) });
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
