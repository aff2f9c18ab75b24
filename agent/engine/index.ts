import { formatKey, parseKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';

/** What the engine remembers of one object that it applied: nothing of its content but 32 bytes. */
export type Tracked = {
  /** Key of the entry; for a recipe that of the recipe, not of the Secret made from it. */
  key: string;
  /** As last applied; the live object's, so `v1` for a recipe. */
  apiVersion: string;
  /** Blob applied last; '' for an object of ours that was found after the index was lost. */
  sha256: string;
  /** ./drift.ts ownedDigest, base64. */
  digest: string;
  resourceVersion: string;
  /** ms since 1970 when the manifest first lacked it. */
  missingSince?: number;
};

export type Index = {
  get: (key: string) => Tracked | undefined;
  /** By the key of the live object (the Secret of a recipe). */
  byLiveKey: (liveKey: string) => Tracked | undefined;
  set: (tracked: Tracked) => void;
  delete: (key: string) => void;
  values: () => MapIterator<Tracked>;
  size: () => number;
  /** One key of each kind of live object, for the watches. */
  kindSamples: () => MapIterator<string>;
  /** Those that something of ours is in: looked up, so not for each of many. */
  namespaces: () => Set<string>;
  /** How many carry `missingSince`. */
  missing: () => number;
  /** Shards (0…15) with unsaved changes; taking them marks them clean. */
  takeDirty: () => number[];
  markDirty: (shard: number) => void;
};

const recipePrefix = 'recipe.home-base/';

/** Key of the object in the cluster that an entry stands for. */
export function liveKeyOf(key: string): string {
  if (!key.startsWith(recipePrefix)) return key;
  const { namespace, name } = parseKey(key);
  return formatKey({ group: '', kind: 'Secret', namespace, name });
}

/** Keys of the entries that may have made an object of the cluster: its own, for a Secret also that of a recipe. */
export function entryKeysOf(liveKey: string): string[] {
  const { group, kind, namespace, name } = parseKey(liveKey);
  if (group !== '' || kind !== 'Secret') return [liveKey];
  return [liveKey, formatKey({ group: 'recipe.home-base', kind: 'GeneratedSecret', namespace, name })];
}

/** ConfigMap `agent-state-<shard>` of a key: the first hex digit of its sha256. */
export function shardOf(key: string): number {
  return Number.parseInt(sha256Hex(key).slice(0, 1), 16);
}

export function createIndex(): Index {
  const byKey = new Map<string, Tracked>();
  const recipes = new Map<string, string>();
  const dirty = new Set<number>();
  const kinds = new Map<string, string>();
  const missing = new Set<string>();
  return {
    get: (key) => byKey.get(key),
    byLiveKey: (liveKey) => byKey.get(recipes.get(liveKey) ?? liveKey),
    set: (tracked) => {
      if (!byKey.has(tracked.key)) {
        const kind = liveKeyOf(tracked.key).split('/', 2).join('/');
        if (!kinds.has(kind)) kinds.set(kind, tracked.key);
      }
      byKey.set(tracked.key, tracked);
      if (tracked.missingSince === undefined) missing.delete(tracked.key);
      else missing.add(tracked.key);
      if (tracked.key.startsWith(recipePrefix)) recipes.set(liveKeyOf(tracked.key), tracked.key);
      dirty.add(shardOf(tracked.key));
    },
    delete: (key) => {
      if (!byKey.delete(key)) return;
      missing.delete(key);
      if (key.startsWith(recipePrefix)) recipes.delete(liveKeyOf(key));
      dirty.add(shardOf(key));
    },
    values: () => byKey.values(),
    size: () => byKey.size,
    kindSamples: () => kinds.values(),
    namespaces: () => {
      const found = new Set<string>();
      for (const key of byKey.keys()) found.add(parseKey(key).namespace ?? '');
      found.delete('');
      return found;
    },
    missing: () => missing.size,
    takeDirty: () => {
      const shards = [...dirty].sort((a, b) => a - b);
      dirty.clear();
      return shards;
    },
    markDirty: (shard) => dirty.add(shard),
  };
}
