import { makerOfSecret, referencesOf } from '@home-base/catalog/exchange/references.ts';
import { type ObjectCollection, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { findNamed, type Summary } from '@home-base/catalog/summary.ts';
import type { ImportedObject, Problem } from './read-objects.ts';

/** Secrets and ConfigMaps that nothing of ours makes must be there before the object can start. */
export function referenceProblems(summary: Summary, objects: ImportedObject[], { at, spec }: ImportedObject): Problem[] {
  return referencesOf(spec)
    .filter(({ optional }) => !optional)
    .flatMap(({ kind, name, path }) => {
      const maker = kind === 'Secret' ? makerOfSecret(name) : undefined;
      const isMade =
        maker &&
        (findNamed(summary, maker.collection, maker) ||
          objects.some((other) => other.collection === maker.collection && other.spec.name === maker.name));
      if (isMade) return [];
      const message = maker
        ? `"${spec.name}" reads the Secret "${name}" of the ${objectKinds[maker.collection].noun} "${maker.name}", which is not here: create it, or "${spec.name}" will not start`
        : `"${spec.name}" reads the ${kind} "${name}": make it in the cluster, or "${spec.name}" will not start`;
      return [{ blocks: false, path: `${at}.${path}`, message }];
    });
}

/** Values and arguments are the user's text: a host name in them is not renamed with its object. */
export function textProblems(objects: ImportedObject[]): Problem[] {
  const renamed = new Map(
    objects.flatMap(({ collection, oldName, spec: { name } }) => {
      const prefix = hosts[collection];
      return prefix && oldName !== name ? [[prefix + oldName, prefix + name] as const] : [];
    }),
  );
  if (renamed.size === 0) return [];
  return objects.flatMap(({ at, spec }) =>
    textsOf(spec, at).flatMap(({ text, path }) =>
      // Each text is read once, whatever was renamed: a document may hold a hundred thousand of the one and hundreds of the other.
      [...new Set(text.match(labels)?.map((label) => (renamed.has(label) ? label : label.replace(ofService, ''))))].flatMap((host) => {
        const to = renamed.get(host);
        if (to === undefined) return [];
        const message = `"${spec.name}" has "${host}" in a value, which is not changed to "${to}": edit it afterwards`;
        return [{ blocks: false, path, message }];
      }),
    ),
  );
}

const labels = /[a-z0-9-]+/g;
const ofService = /-(rw|ro|r|master|replica|leader)$/;

/** Services that objects make begin so; what follows an object's name are services of the same. */
const hosts: { [C in ObjectCollection]?: string } = { postgresClusters: 'pg-', redisInstances: 'redis-', ferretServices: 'ferret-' };

function textsOf(value: unknown, path: string): { text: string; path: string }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (value === null || typeof value !== 'object') return [];
  // What refers to a Secret was renamed with it.
  return Object.entries(value).flatMap(([field, inner]) => (field === 'from' ? [] : textsOf(inner, `${path}.${field}`)));
}
