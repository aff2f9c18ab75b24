import type { NewObject, ObjectCollection, ObjectIn } from '../objects/object-kinds.ts';

/** New names by kind of object and old name. */
export type Renames = { [C in ObjectCollection]?: Record<string, string> };

/** Secrets that an object makes, by its name: `rest` is a user. Object names hold no dot. */
const madeSecrets: { collection: ObjectCollection; pattern: RegExp; write: (name: string, rest: string) => string }[] = [
  {
    collection: 'postgresClusters',
    pattern: /^cloudnative-pg\.pg-(?<name>[a-z0-9-]+)\.(?<rest>.+)$/,
    write: (name, rest) => `cloudnative-pg.pg-${name}.${rest}`,
  },
  { collection: 'redisInstances', pattern: /^redis-(?<name>[a-z0-9-]+)$/, write: (name) => `redis-${name}` },
  { collection: 'ferretServices', pattern: /^ferret\.(?<name>[a-z0-9-]+)\.(?<rest>.+)$/, write: (name, rest) => `ferret.${name}.${rest}` },
];

/** The object that makes a Secret of this name, as far as its name tells. */
export function makerOfSecret(secret: string): { collection: ObjectCollection; name: string } | undefined {
  for (const { collection, pattern } of madeSecrets) {
    const name = pattern.exec(secret)?.groups?.name;
    if (name !== undefined) return { collection, name };
  }
  return undefined;
}

/** A Secret or ConfigMap that an object reads. `path`: its place in the spec. */
export type Reference = { kind: 'Secret' | 'ConfigMap'; name: string; optional: boolean; path: string };

export function referencesOf(value: unknown, path = ''): Reference[] {
  if (value === null || typeof value !== 'object') return [];
  const found = asReference(value);
  if (found) return [{ ...found, path }];
  return Object.entries(value).flatMap(([field, inner]) => referencesOf(inner, path ? `${path}.${field}` : field));
}

/** An environment variable (`source`) or a volume (`type`) from a Secret or ConfigMap. */
function asReference(value: object): Omit<Reference, 'path'> | undefined {
  const from = 'from' in value && typeof value.from === 'string' ? value.from : undefined;
  const source = 'source' in value ? value.source : 'type' in value ? value.type : undefined;
  if (from === undefined || (source !== 'secret' && source !== 'config_map')) return undefined;
  return { kind: source === 'secret' ? 'Secret' : 'ConfigMap', name: from, optional: 'optional' in value && value.optional === true };
}

/** The object under its new name; what it says of others follows theirs. Text of the user (values, arguments) is left alone. */
export function renameObject<C extends ObjectCollection>({ collection, spec }: NewObject<C>, renames: Renames): NewObject<C> {
  const { name }: { name: string } = spec;
  const named = { ...withSecrets(spec, renames), name: newName(renames, collection, name) };
  return { collection, spec: links[collection]?.(named, renames) ?? named };
}

const links: { [C in ObjectCollection]?: (spec: ObjectIn<C>, renames: Renames) => ObjectIn<C> } = {
  ferretServices: (spec, renames) => ({ ...spec, postgresCluster: newName(renames, 'postgresClusters', spec.postgresCluster) }),
  redisInstances: (spec, renames) =>
    spec.replicationOf ? { ...spec, replicationOf: newName(renames, 'redisInstances', spec.replicationOf) } : spec,
};

function newName(renames: Renames, collection: ObjectCollection, name: string): string {
  const names = renames[collection];
  return names && Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

/** The same value with the names of Secrets in it rewritten: its shape stays, so its type does. */
function withSecrets<T>(value: T, renames: Renames): T {
  const rewrite = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(rewrite);
    if (inner === null || typeof inner !== 'object') return inner;
    const reference = asReference(inner);
    if (reference?.kind === 'Secret') return { ...inner, from: newSecretName(renames, reference.name) };
    return Object.fromEntries(Object.entries(inner).map(([field, part]) => [field, rewrite(part)]));
  };
  return rewrite(value) as T;
}

function newSecretName(renames: Renames, secret: string): string {
  for (const { collection, pattern, write } of madeSecrets) {
    const groups = pattern.exec(secret)?.groups;
    if (groups?.name !== undefined) return write(newName(renames, collection, groups.name), groups.rest ?? '');
  }
  return secret;
}
