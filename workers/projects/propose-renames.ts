import { renameObject } from '@home-base/catalog/exchange/references.ts';
import { kindOf } from '@home-base/catalog/objects/object-kinds.ts';
import { checkNewObjects } from '@home-base/catalog/rules/new-objects.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import type { NewNames } from './plan-import.ts';
import type { ReadObjects } from './read-objects.ts';

/** Pure: the names that were chosen, and a new one for each object whose own is taken here. */
export function proposeRenames(summary: Summary, { read }: ReadObjects, renames: NewNames): NewNames {
  const proposed = structuredClone(renames);
  for (const { at, oldName, ...object } of read) {
    const kind = kindOf(object.collection).path;
    const names = { ...proposed[kind] };
    if (Object.hasOwn(names, oldName)) continue;
    const others = read
      .filter((other) => other.collection === object.collection && other.oldName !== oldName)
      .map((other) => other.oldName);
    const used = new Set([...others, ...Object.values(names)]);
    const isFree = (name: string) =>
      !used.has(name) &&
      !checkNewObjects(summary, [{ ...renameObject(object, { [object.collection]: { [oldName]: name } }), at }]).some(
        ({ path }) => path === `${at}.name`,
      );
    if (isFree(oldName)) continue;
    const free = nextNames(oldName).find(isFree);
    if (free) proposed[kind] = { ...names, [oldName]: free };
  }
  return proposed;
}

/** `shop-2`, `shop-3`… within the 40 characters that a name may have. */
export function nextNames(name: string): string[] {
  return Array.from({ length: 20 }, (_, index) => {
    const suffix = `-${index + 2}`;
    return `${name.slice(0, 40 - suffix.length).replace(/-+$/, '')}${suffix}`;
  });
}
