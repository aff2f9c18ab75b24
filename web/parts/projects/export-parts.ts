/** Something that an export can leave out: `path` as the verb takes it, from the object's own fields as they are stored. */
export type Part = { path: string; label: string };
export type ExportedObject = Part & { noun: string; parts: Part[] };

/** The rows of an object's lists, at any depth, that may be left out one by one: users, variables, volumes, hosts. Pure. */
export function partsOf(at: string, spec: object): Part[] {
  return Object.entries(spec).flatMap(([field, value]) =>
    Array.isArray(value) ? value.flatMap((item, index) => rowParts(at, field, item, index)) : [],
  );
}

function rowParts(at: string, field: string, item: unknown, index: number): Part[] {
  const path = `${at}.${field}.${index}`;
  if (typeof item === 'string') return ownLists.has(field) ? [{ path, label: `${wordOf(field)} ${item}` }] : [];
  if (item === null || typeof item !== 'object') return [];
  const name = ['name', 'username', 'volume'].map((key) => Reflect.get(item, key)).find((each) => typeof each === 'string');
  const label = `${wordOf(field)} ${typeof name === 'string' ? name : index + 1}`;
  return [{ path, label }, ...partsOf(path, item).map((part) => ({ ...part, label: `${label}: ${part.label}` }))];
}

/** Lists of texts whose items say something by themselves; those of a command do not. */
const ownLists = new Set(['additionalHosts', 'credentialNamespaces']);

const words: Record<string, string> = {
  users: 'User',
  env: 'Variable',
  containers: 'Container',
  initContainers: 'Init container',
  volumes: 'Volume',
  mounts: 'Mount of',
  ports: 'Port',
  additionalHosts: 'Host',
  credentialNamespaces: 'Credentials in',
};

/** A list that is new here is called as its field is. */
function wordOf(field: string): string {
  return words[field] ?? field;
}

/** What one choice may leave out, as the API takes it (schema/wire/project-export.ts). */
export const mostLeftOut = 1000;
const longestPath = 500;

/** The paths that a person chose to leave out, from the boxes of a form; or what is wrong with them, in words for the reader. Pure. */
export function readLeftOut(form: FormData): { exclude: string[] } | { problem: string } {
  const exclude = form.getAll('exclude').filter((path) => typeof path === 'string');
  if (exclude.length > mostLeftOut)
    return {
      problem: `at most ${mostLeftOut} things can be left out, not ${exclude.length}: leave out whole objects instead of their fields`,
    };
  const long = exclude.find((path) => path.length > longestPath);
  return long === undefined ? { exclude } : { problem: `there is nothing called "${long.slice(0, 60)}…" that could be left out` };
}

/** Each once, without what goes with something else that is left out. */
export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => !parentsOf(path).some((parent) => all.has(parent)));
}

/** Of `a.b.c`: `a` and `a.b`. */
const parentsOf = (path: string) => [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index));
