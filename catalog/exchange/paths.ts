import type { ExportedObjects } from '@home-base/schema/wire/project-export.ts';

const gone = Symbol('gone');

/**
 * Takes parts of exported objects away. A path is kind, name of the object and, for a part of it, field names and places in lists:
 * `redis-instances.cache`, `postgres-clusters.main.users.1`. Places are those before anything is taken away. Names what is not there.
 */
export function withoutPaths(objects: ExportedObjects, paths: readonly string[]): { objects: ExportedObjects; unknown: string[] } {
  const marked: ExportedObjects = structuredClone(objects);
  // The deepest first: a part of something that goes as a whole is there, too.
  const unknown = paths.toSorted((a, b) => depth(b) - depth(a)).filter((path) => !mark(marked, path));
  const kept = Object.entries(marked).map(([kind, list]): [string, Record<string, unknown>[]] => [
    kind,
    list.filter((object) => !isGone(object)).map((object) => Object.fromEntries(fieldsOf(object))),
  ]);
  return { objects: Object.fromEntries(kept.filter(([, list]) => list.length > 0)), unknown };
}

const depth = (path: string) => path.split('.').length;

/** Every object gets a field that nothing but this file can see when it goes as a whole. */
const isGone = (object: object) => gone in object;

function mark(objects: ExportedObjects, path: string): boolean {
  const [kind = '', name, ...fields] = path.split('.');
  const object = Object.hasOwn(objects, kind) ? objects[kind]?.find((each) => each.name === name) : undefined;
  if (!object) return false;
  const last = fields.pop();
  if (last === undefined) {
    Object.assign(object, { [gone]: true });
    return true;
  }
  let parent: unknown = object;
  for (const field of fields) parent = partOf(parent, field);
  if (partOf(parent, last) === undefined) return false;
  Object.assign(Object(parent), { [last]: gone });
  return true;
}

function partOf(value: unknown, field: string): unknown {
  if (value === null || typeof value !== 'object') return undefined;
  // By the descriptor: only what is its own (not an array's `length`), and in the same time however long the list is.
  const own = Object.getOwnPropertyDescriptor(value, field);
  return own?.enumerable ? own.value : undefined;
}

function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== gone).map(compact);
  return value !== null && typeof value === 'object' ? Object.fromEntries(fieldsOf(value)) : value;
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([field, inner]): [string, unknown][] => (inner === gone ? [] : [[field, compact(inner)]]));
}
