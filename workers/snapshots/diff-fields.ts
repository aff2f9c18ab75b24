export type FieldChange = { path: string; before?: unknown; after?: unknown };

/** Fields that differ between two JSON values, by path (`spec.template.spec.containers[0].image`). Lists of named things are paired by name. Pure. */
export function diffFields(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => diffFields(ownField(before, name), ownField(after, name), joinPath(path, name)));
  }
  if (before === undefined) return [{ path, after }];
  if (after === undefined) return [{ path, before }];
  return [{ path, before, after }];
}

function diffLists(before: unknown[], after: unknown[], path: string): FieldChange[] {
  const names = [...before, ...after].map((item) => (isObject(item) && typeof item.name === 'string' ? item.name : undefined));
  const isNamed =
    names.every((name) => name !== undefined) &&
    new Set(names.slice(0, before.length)).size === before.length &&
    new Set(names.slice(before.length)).size === after.length;
  if (isNamed) {
    const find = (list: unknown[], name: string | undefined) => list.find((item) => isObject(item) && item.name === name);
    return [...new Set(names)].flatMap((name) => diffFields(find(before, name), find(after, name), `${path}[${name}]`));
  }
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => diffFields(before[index], after[index], `${path}[${index}]`)).flat();
}

/** A key with dots, such as a label's, is written in brackets. */
function joinPath(path: string, name: string): string {
  if (/[./[\]]/.test(name)) return `${path}["${name}"]`;
  return path ? `${path}.${name}` : name;
}

/** What every object inherits, such as `constructor`, is no field of it. */
function ownField(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
