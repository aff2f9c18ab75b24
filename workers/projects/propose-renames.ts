import { renameObject } from '@home-base/catalog/exchange/references.ts';
import { kindOf, type ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { checkNewObjects } from '@home-base/catalog/rules/new-objects.ts';
import { mapLists, objectsOf, type Summary } from '@home-base/catalog/summary.ts';
import type { NewNames } from './plan-import.ts';
import type { ImportedObject, ReadObjects } from './read-objects.ts';

/** Pure: the names that were chosen, and a new one for each object whose own is taken here. */
export function proposeRenames(summary: Summary, { read }: ReadObjects, renames: NewNames): NewNames {
  const proposed = new Map(Object.entries(renames));
  for (const [collection, objects] of Map.groupBy(read, (object) => object.collection)) {
    const { path } = kindOf(collection);
    const names = proposeNames(summary, collection, objects, proposed.get(path) ?? {});
    if (names.size > 0) proposed.set(path, Object.fromEntries(names));
  }
  return Object.fromEntries(proposed);
}

/** Old name → new name, of one kind. Asks of each candidate what costs nothing first: an installation has thousands of objects. */
function proposeNames(
  summary: Summary,
  collection: ObjectCollection,
  objects: readonly ImportedObject[],
  chosen: Record<string, string>,
): Map<string, string> {
  const names = new Map(Object.entries(chosen));
  const given = new Set(names.values());
  const inDocument = new Set(objects.map(({ oldName }) => oldName));
  const { isTaken, near } = indexNames(objectsOf(summary, collection));
  for (const { at, oldName, ...object } of objects) {
    if (names.has(oldName)) continue;
    const isFree = (name: string) => {
      if (isTaken(name) || given.has(name) || (name !== oldName && inDocument.has(name))) return false;
      const renamed = { ...renameObject(object, { [collection]: { [oldName]: name } }), at };
      const others = { ...summary, ...mapLists(() => []), [collection]: near(name) };
      return !checkNewObjects(others, [renamed]).some(({ path }) => path === `${at}.name`);
    };
    if (isFree(oldName)) continue;
    const free = nextNames(oldName).find(isFree);
    if (!free) continue;
    names.set(oldName, free);
    given.add(free);
  }
  return names;
}

/**
 * `near`: the objects that a rule about names can mind. What Kubernetes gets of an object is called by its name and an ending (`shop-headless`,
 * `shop-00001`), so two names meet only where one goes on where the other ends. The plan of the import asks the rules again, with everything.
 */
function indexNames<T extends { name: string }>(objects: readonly T[]) {
  const named = Map.groupBy(objects, ({ name }) => name);
  const longer = new Map<string, T[]>();
  for (const object of objects)
    for (const beginning of beginningsOf(object.name)) {
      const list = longer.get(beginning);
      if (list) list.push(object);
      else longer.set(beginning, [object]);
    }
  const near = (name: string): T[] => [...beginningsOf(name).flatMap((shorter) => named.get(shorter) ?? []), ...(longer.get(name) ?? [])];
  return { isTaken: (name: string) => named.has(name), near };
}

/** Of `a-b-c`: `a` and `a-b`. */
const beginningsOf = (name: string) => [...name.matchAll(/-/g)].map(({ index }) => name.slice(0, index));

/** `shop-2`, `shop-3`… within the 40 characters that a name may have. */
export function nextNames(name: string): string[] {
  return Array.from({ length: 20 }, (_, index) => {
    const suffix = `-${index + 2}`;
    return `${name.slice(0, 40 - suffix.length).replace(/-+$/, '')}${suffix}`;
  });
}
