import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { compareRules } from './rbac.ts';
import { compareSchemas } from './schemas.ts';

/** What one resource says otherwise than before, in lines for people that begin with + or -. */
export type Change = { key: string; lines: string[] };
export type Comparison = { added: string[]; removed: string[]; changed: Change[]; roles: Change[]; definitions: Change[] };

/** Pure: two renderings of the catalog. Roles are compared rule by rule and definitions (CRDs) field by field; the rest value by value. */
export function compareRenderings(before: readonly Resource[], after: readonly Resource[]): Comparison {
  const old = new Map(before.map((resource) => [resourceKey(resource), resource]));
  const next = new Map(after.map((resource) => [resourceKey(resource), resource]));
  const comparison: Comparison = { added: [], removed: [], changed: [], roles: [], definitions: [] };
  for (const key of [...new Set([...old.keys(), ...next.keys()])].toSorted()) {
    const [was, is] = [old.get(key), next.get(key)];
    if (!was) comparison.added.push(key);
    if (!is) comparison.removed.push(key);
    const kind = (was ?? is)?.kind;
    // What a role that is new may do is as much news as a rule that is.
    if (kind === 'ClusterRole' || kind === 'Role') add(comparison.roles, key, compareRules(was, is));
    else if (was && is && kind === 'CustomResourceDefinition') add(comparison.definitions, key, compareSchemas(was, is));
    else if (was && is) add(comparison.changed, key, compareValues(was, is));
  }
  return comparison;
}

export function isEmpty({ added, removed, changed, roles, definitions }: Comparison): boolean {
  return [added, removed, changed, roles, definitions].every((list) => list.length === 0);
}

function add(list: Change[], key: string, lines: string[]): void {
  if (lines.length > 0) list.push({ key, lines });
}

/** Fields that differ, as `- spec.replicas: 1`, `+ spec.replicas: 2`. */
export function compareValues(before: unknown, after: unknown, path = ''): string[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const [old, next] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    return [...new Set([...old.keys(), ...next.keys()])]
      .toSorted()
      .flatMap((field) => compareValues(old.get(field), next.get(field), path ? `${path}.${field}` : field));
  }
  return [...line('-', path, before), ...line('+', path, after)];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function same(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonicalText(before) === canonicalText(after);
}

function line(sign: string, path: string, value: unknown): string[] {
  return value === undefined ? [] : [`${sign} ${path}: ${JSON.stringify(value)}`];
}
