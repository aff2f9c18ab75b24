import type { NewObject, ObjectCollection, ObjectIn } from '../objects/object-kinds.ts';
import { mapLists, type Owned, objectsOf, type Summary } from '../summary.ts';
import { below, type Issue } from './issue.ts';
import { checkObject } from './objects.ts';

/** May all of these be created together? Each may name the others, whatever their order. `at` is where an object stands in the request. */
export function checkNewObjects(summary: Summary, objects: readonly (NewObject & { at: string })[]): Issue[] {
  const idOf = (at: string) => `new ${at}`;
  const added = mapLists(() => []);
  for (const { at, ...object } of objects) add(added, idOf(at), object);
  const grown = { ...summary, ...mapLists((collection) => [...objectsOf(summary, collection), ...objectsOf(added, collection)]) };
  return objects.flatMap(({ at, ...object }) => below(at, issuesOf(grown, idOf(at), object)));
}

function add<C extends ObjectCollection>(
  lists: ReturnType<typeof mapLists>,
  id: string,
  { collection, spec }: { collection: C; spec: ObjectIn<C> },
): void {
  objectsOf(lists, collection).push({ ...spec, id });
}

/** A rule for creation, asked of the object against all the others: it is taken away itself. */
function issuesOf<C extends ObjectCollection>(
  summary: Summary,
  id: string,
  { collection, spec }: { collection: C; spec: ObjectIn<C> },
): Issue[] {
  const others: Owned<ObjectIn<C>>[] = objectsOf(summary, collection).filter((object) => object.id !== id);
  return checkObject({ ...summary, [collection]: others }, collection, spec);
}
