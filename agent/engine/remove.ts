import { holdsData } from '@home-base/schema/kube/holds-data.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import { stageOf, stages } from '@home-base/schema/kube/stage.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { liveKeyOf, type Tracked } from './index.ts';

/*
 * Which objects may go (DESIGN.md 4.4), decided from values only. Deleting is the one thing that cannot be applied again.
 */
export type RemovalPlan = {
  /** To delete now, in tiers: a tier begins when the one before is gone. */
  tiers: string[][];
  /** Missing, but not for long enough: until when (ms). */
  waiting: { key: string; until: number }[];
  /** Too many at once without a person's word. */
  held: string[];
  /** Holds data or other objects: stays until its removal is named. */
  kept: string[];
  /** Listed again, or the Secret or object behind it is another entry's now: nothing to delete, only to forget. */
  handedOver: string[];
};

type RemovalInput = {
  tracked: readonly Tracked[];
  entries: ReadonlyMap<string, Entry>;
  manifest: { removals: readonly string[]; decommission: boolean };
  now: number;
  missingMs: number;
};

export function planRemovals({ tracked, entries, manifest, now, missingMs }: RemovalInput): RemovalPlan {
  const plan: RemovalPlan = { tiers: [], waiting: [], held: [], kept: [], handedOver: [] };
  const named = new Set(manifest.removals);
  const listedLive = new Set<string>();
  for (const key of entries.keys()) listedLive.add(liveKeyOf(key));
  const missing = tracked.filter((object) => !entries.has(object.key));
  const going: string[] = [];
  const unnamed: Tracked[] = [];
  for (const object of missing) {
    if (listedLive.has(liveKeyOf(object.key))) plan.handedOver.push(object.key);
    else if (manifest.decommission || named.has(object.key)) going.push(object.key);
    else if (holdsData(object.key)) plan.kept.push(object.key);
    else unnamed.push(object);
  }
  const tooMany = unnamed.length > Math.max(10, Math.floor(tracked.length * 0.2));
  const everything = missing.length === tracked.length;
  for (const object of unnamed) {
    const until = (object.missingSince ?? now) + missingMs;
    if (tooMany || everything) plan.held.push(object.key);
    else if (until > now) plan.waiting.push({ key: object.key, until });
    else going.push(object.key);
  }
  if (!manifest.decommission) {
    const goes = new Set(going);
    const stays = [...new Set([...tracked.map(({ key }) => key), ...entries.keys()])].filter((key) => !goes.has(key));
    // A namespace or a definition would take what stays along: it stays too, until that is named as well.
    for (const key of going) if (isContainer(key) && stays.some((other) => isInside(other, key))) plan.kept.push(key);
    const kept = new Set(plan.kept);
    plan.tiers = inTiers(going.filter((key) => !kept.has(key)));
    return plan;
  }
  plan.tiers = inTiers(going);
  return plan;
}

function isContainer(key: string): boolean {
  return key.startsWith('core/Namespace/') || key.startsWith('apiextensions.k8s.io/');
}

/** Whether deleting the container (a namespace, a definition) would delete the object. */
function isInside(key: string, container: string): boolean {
  const object = parseKey(liveKeyOf(key));
  const { group, kind, name } = parseKey(container);
  if (group === '' && kind === 'Namespace') return object.namespace === name;
  if (group !== 'apiextensions.k8s.io' || !name.endsWith(`.${object.group}`)) return false;
  // The plural of a kind is not in its key: `lamps` and `policies` begin like `lamp` and `polic`.
  return object.group !== '' && name.startsWith(object.kind.toLowerCase().replace(/y$/, ''));
}

/**
 * Reverse order: custom resources first, so that the operators that hold their finalizers still run; then what intercepts requests; then workloads,
 * their configuration, their rights; then volumes and definitions; namespaces last.
 */
export function inTiers(keys: readonly string[]): string[][] {
  const tiers = new Map<number, string[]>();
  for (const key of [...keys].sort()) {
    const tier = tierOf(key);
    const at = tiers.get(tier);
    if (at) at.push(key);
    else tiers.set(tier, [key]);
  }
  return [...tiers].sort(([a], [b]) => a - b).map(([, members]) => members);
}

function tierOf(key: string): number {
  const { group, kind } = parseKey(key);
  if (group === '' && kind === 'Namespace') return 7;
  if (group === 'apiextensions.k8s.io') return 6;
  if (group === '' && ['PersistentVolumeClaim', 'PersistentVolume'].includes(kind)) return 5;
  const stage = stageOf({ apiVersion: group ? `${group}/v1` : 'v1', kind });
  switch (stage) {
    case stages.custom:
      return 0;
    case stages.admission:
      return 1;
    case stages.workload:
      return 2;
    case stages.configuration:
      return 3;
    default:
      return 4;
  }
}
