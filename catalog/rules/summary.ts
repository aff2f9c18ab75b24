import { type ObjectCollection, type ObjectIn, objectCollections } from '../objects/object-kinds.ts';
import type { ObjectLists, Owned, Summary } from '../summary.ts';
import { batteriesIssues } from './batteries.ts';
import { below, type Issue } from './issue.ts';
import { checkObject } from './objects.ts';

/** Every rule over the whole summary: for an import, a rollback or a test. Paths begin with the list and index, as in `redisInstances.0.name`. */
export function checkSummary(summary: Summary): Issue[] {
  return [...batteriesIssues(summary), ...objectCollections.flatMap((collection) => collectionIssues(summary, collection))];
}

/** A rule for creation, asked of each object against the others: the object itself is taken away first. */
function collectionIssues<C extends ObjectCollection>(summary: Summary, collection: C): Issue[] {
  const lists: ObjectLists = summary;
  const objects: Owned<ObjectIn<C>>[] = lists[collection];
  return objects.flatMap((object, index) =>
    below(
      `${collection}.${index}`,
      checkObject({ ...summary, [collection]: objects.filter(({ id }) => id !== object.id) }, collection, object),
    ),
  );
}
