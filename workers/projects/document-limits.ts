import { type ExportedObjects, mostInAnExport, type RemovedPart } from '@home-base/schema/wire/project-export.ts';
import type { Issue } from '../refusal.ts';

/** What keeps a project from fitting into one document, which its importer would refuse. */
export function tooMany(objects: ExportedObjects, removed: RemovedPart[]): Issue[] {
  const { ofAKind, removed: mostRemoved } = mostInAnExport;
  const issues = Object.entries(objects)
    .filter(([, specs]) => specs.length > ofAKind)
    .map(([kind, specs]) => ({
      path: 'exclude',
      message: `${specs.length} ${kind}, and a document holds ${ofAKind}: leave some out, and export them as a project of their own`,
    }));
  if (removed.length > mostRemoved)
    issues.push({
      path: 'exclude',
      message: `${removed.length} parts are left out, and a document names ${mostRemoved}: leave out whole objects instead of their fields`,
    });
  return issues;
}

/** Each once, and nothing of what goes as a whole. */
export function outermost(removed: RemovedPart[]): RemovedPart[] {
  const byPath = new Map(removed.map((part) => [part.path, part]));
  return [...byPath.values()].filter(({ path }) => !parentsOf(path).some((parent) => byPath.has(parent)));
}

/** Of `a.b.c`: `a` and `a.b`. */
const parentsOf = (path: string) => [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index));
