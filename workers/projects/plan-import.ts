import { type Renames, renameObject } from '@home-base/catalog/exchange/references.ts';
import { neededBatteries } from '@home-base/catalog/objects/needed-batteries.ts';
import { findCollection, objectKinds, parseObject } from '@home-base/catalog/objects/object-kinds.ts';
import { type BatteryType, getBattery } from '@home-base/catalog/registry.ts';
import { checkEnable } from '@home-base/catalog/rules/batteries.ts';
import { checkNewObjects } from '@home-base/catalog/rules/new-objects.ts';
import { withEnabled } from '@home-base/catalog/seeds.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import { missingBatteries } from '../batteries/enable.ts';
import type { ImportedObject, Problem, ReadObjects } from './read-objects.ts';
import { referenceProblems, textProblems } from './reference-problems.ts';

export type ImportPlan = { objects: ImportedObject[]; missingBatteries: BatteryType[]; problems: Problem[] };

/** New names that the importing person chose, by kind and old name. */
export type NewNames = Record<string, Record<string, string>>;

/** Pure: what an import of these objects would create, and what stands in its way. */
export function planImport(summary: Summary, { read, problems }: ReadObjects, renames: NewNames): ImportPlan {
  const names = byCollection(renames);
  const objects = read.map(({ at, oldName, ...object }): ImportedObject => ({ ...renameObject(object, names), at, oldName }));
  // A new name is a field like any other.
  const misnamed = objects.flatMap(({ at, collection, spec }) =>
    (parseObject(collection, spec).issues ?? []).map(({ path, message }) => ({ blocks: true, path: `${at}.${path}`, message })),
  );
  const missing = missingBatteries(
    summary,
    objects.flatMap(({ collection, spec }) => neededBatteries(collection, spec)),
  );
  const grown = withEnabled(summary, missing);
  return {
    objects,
    missingBatteries: missing,
    problems: [
      ...problems,
      ...misnamed,
      ...unknownRenames(renames, objects),
      ...batteryProblems(summary, missing),
      ...checkNewObjects(grown, objects).map((issue) => ({ blocks: true, ...issue })),
      ...objects.flatMap((object) => referenceProblems(grown, objects, object)),
      ...textProblems(objects),
    ],
  };
}

function byCollection(renames: NewNames): Renames {
  return Object.fromEntries(
    Object.entries(renames).flatMap(([kind, names]) => {
      const collection = findCollection(kind);
      return collection ? [[collection, names]] : [];
    }),
  );
}

function unknownRenames(renames: NewNames, objects: ImportedObject[]): Problem[] {
  const has = (kind: string, name: string) =>
    objects.some(({ collection, oldName }) => objectKinds[collection].path === kind && oldName === name);
  return Object.entries(renames).flatMap(([kind, names]) =>
    Object.keys(names)
      .filter((name) => !has(kind, name))
      .map((name) => ({
        blocks: true,
        path: `renames.${kind}.${name}`,
        message: `there is no "${name}" of the kind ${kind} in the document`,
      })),
  );
}

function batteryProblems(summary: Summary, missing: BatteryType[]): Problem[] {
  return missing.flatMap((type, index) => {
    const before = withEnabled(summary, missing.slice(0, index));
    return checkEnable(before, type, {}).map(({ message }) => ({
      blocks: true,
      path: 'enableBatteries',
      message: `${getBattery(type).name} cannot be enabled: ${message}`,
    }));
  });
}
