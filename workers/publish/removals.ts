import { idPrefixes } from '@home-base/schema/ids/id.ts';
import { holdsData, holdsOthers } from '@home-base/schema/kube/holds-data.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';

type Input = {
  removed: readonly Entry[];
  listed: ReadonlySet<string>;
  /** Ids of the batteries and objects that there are. */
  owners: ReadonlySet<string>;
  /** Rows of confirmed_removals. */
  confirmed: readonly string[];
  /** A rollback names no data: nobody typed the name of what it drops. */
  keepData: boolean;
};

/**
 * Keys for the manifest's signed `removals`: what a person confirmed, and what belonged to a battery or object whose row a person's verb deleted.
 * A disabled battery keeps its data; a deleted object, whose deletion was confirmed by its name, does not. What an existing owner merely stopped
 * rendering is not named: the agent waits 10 minutes and counts (DESIGN.md 4.4), so a slip of the catalog deletes nothing at once.
 */
export function nameRemovals({ removed, listed, owners, confirmed, keepData }: Input): {
  removals: string[];
  /** To be stored, so that they stay named until the agent reports them gone. */
  add: string[];
  /** Wanted again: to be dropped from the store. */
  drop: string[];
} {
  const stored = new Set(confirmed);
  const mayGo = ([key, , , , owner]: Entry): boolean => {
    if (stored.has(key) || owners.has(owner) || holdsOthers(key)) return false;
    return !holdsData(key) || (!keepData && !owner.startsWith(`${idPrefixes.battery}_`));
  };
  const add = removed.filter(mayGo).map(([key]) => key);
  return { removals: [...confirmed.filter((key) => !listed.has(key)), ...add], add, drop: confirmed.filter((key) => listed.has(key)) };
}
