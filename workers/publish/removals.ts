import { parseKey } from '@home-base/schema/kube/resource.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';

/** Kinds that hold data or other people's objects: named only when a person confirmed that very key. */
const keptKinds = new Set(['CustomResourceDefinition', 'Namespace', 'PersistentVolumeClaim', 'PersistentVolume']);

/**
 * Keys for the manifest's signed `removals`: what a person confirmed (rows of confirmed_removals), and what belonged to a battery or object
 * whose row a person's verb deleted. What an existing owner merely stopped rendering is not named: the agent waits 10 minutes and counts
 * (DESIGN.md 4.4), so a slip of the catalog deletes nothing at once.
 */
export function nameRemovals(input: { removed: readonly Entry[]; listed: ReadonlySet<string>; owners: ReadonlySet<string>; confirmed: readonly string[] }): {
  removals: string[];
  /** To be stored, so that they stay named until the agent reports them gone. */
  add: string[];
  /** Wanted again: to be dropped from the store. */
  drop: string[];
} {
  const confirmed = new Set(input.confirmed);
  const drop = input.confirmed.filter((key) => input.listed.has(key));
  const add = input.removed
    .filter(([key, , , , owner]) => !confirmed.has(key) && !input.owners.has(owner) && !keptKinds.has(parseKey(key).kind))
    .map(([key]) => key);
  return { removals: [...input.confirmed.filter((key) => !input.listed.has(key)), ...add], add, drop };
}
