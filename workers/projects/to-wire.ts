import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import type { Project, ProjectDetails } from '@home-base/schema/wire/projects.ts';
import type { OrgTx } from '../db/with-org.ts';
import { selectCountsBy } from '../resources/count-by.ts';
import { sumCounts } from '../resources/list-resources.ts';
import { type ProjectObjectRow, selectProjectObjects } from './object-rows.ts';
import type { ProjectRow } from './require.ts';

/** `objects` may be those of other projects too. */
export function projectToWire(row: ProjectRow, objects: readonly ProjectObjectRow[]): Project {
  const objectCounts: Record<string, number> = {};
  for (const { collection, projectId } of objects) {
    if (projectId !== row.id) continue;
    const { path } = objectKinds[collection];
    objectCounts[path] = (objectCounts[path] ?? 0) + 1;
  }
  const { id, installationId, name, description } = row;
  return {
    id,
    installationId,
    name,
    description,
    objectCounts,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A project with its objects and how their resources stand. What was not published yet has no resources. */
export async function projectDetails(tx: OrgTx, row: ProjectRow): Promise<ProjectDetails> {
  const { installationId } = row;
  const objects = await selectProjectObjects(tx, { installationId, among: [row.id] });
  const counts = await selectCountsBy(tx, { installationId, by: 'owner', among: objects.map(({ id }) => id) });
  return {
    ...projectToWire(row, objects),
    objects: objects.map(({ collection, id, name, createdAt }) => {
      const { path, noun } = objectKinds[collection];
      return { kind: path, noun, id, name, counts: counts[id] ?? sumCounts([]), createdAt: createdAt.toISOString() };
    }),
  };
}
