import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { type Stage, stageOf } from '@home-base/schema/kube/stage.ts';
import { byteCaps, type Entry } from '@home-base/schema/wire/manifest.ts';
import { batteryCore } from './batteries/battery_core/battery.ts';
import { withLabels, withPodTemplate } from './finish.ts';
import { generators, type Prepared } from './generators.ts';
import { meshIsolation } from './mesh-isolation.ts';
import { getBattery, isBatteryType, withNeeds } from './registry.ts';
import { seal } from './seal.ts';
import { allObjects, type Summary, storedConfig } from './summary.ts';

/** CRDs of upstream whose bytes are stored already (upstream/index-upstream.ts): what the manifest needs to list them. */
export type UpstreamIndex = readonly { battery: string; key: string; sha256: string; bytes: number }[];

/** `owner` is the id of a battery or object; what it made before stays listed. `message` is worded for people. */
export type Failure = { owner: string; battery: string; message: string };

export type Materialized = {
  /** Sorted by key. */
  entries: Entry[];
  /** Canonical bytes, as text, by sha256: of every entry but upstream's and what `previous` lists. */
  blobs: Map<string, string>;
  failures: Failure[];
};

/**
 * Everything that an installation should have, from its summary alone: batteries in dependency order, then each of their objects; equal input gives
 * equal bytes. What throws, or makes a key that another made before it, fails alone as a whole: its entries of `previous` stay.
 */
export function materialize({
  summary,
  upstream,
  previous = [],
}: {
  summary: Summary;
  upstream: UpstreamIndex;
  previous?: readonly Entry[];
}): Materialized {
  const { made, shared, failures } = collect(summary, upstream);
  const entries: Entry[] = shared.map(({ key, sha256, bytes, owner }): Entry => [key, sha256, bytes, 0, owner]);
  const blobs = new Map<string, string>();
  const stored = new Set(previous.map(([, sha256]) => sha256));
  for (const { key, resource, stage, owner, battery } of finished(made)) {
    const { sha256, bytes, text } = seal(resource);
    if (bytes > byteCaps.blob) {
      failures.push({
        owner,
        battery,
        message: `${key} has ${bytes} bytes, and ${byteCaps.blob} are allowed: make it smaller or split it`,
      });
      continue;
    }
    if (!stored.has(sha256)) blobs.set(sha256, text());
    entries.push([key, sha256, bytes, stage, owner]);
  }
  keepPrevious(entries, previous, failures);
  return { entries: entries.sort(([a], [b]) => (a < b ? -1 : 1)), blobs, failures };
}

/** The finished resources themselves in the order of an apply: for rendering, tests and the agent's manifest. */
export function render({ summary, upstream = [] }: { summary: Summary; upstream?: readonly { battery: string; resource: Resource }[] }): {
  resources: Resource[];
  failures: Failure[];
} {
  const byKey = new Map<string, Resource>(upstream.map(({ resource }) => [resourceKey(resource), resource]));
  const index = upstream.map(({ battery, resource }) => ({ battery, key: resourceKey(resource), sha256: '', bytes: 1 }));
  const { made, shared, failures } = collect(summary, index);
  const definitions = shared.map(({ key }) => ({ stage: 0, resource: byKey.get(key) }));
  const all = [...definitions, ...finished(made)].sort((a, b) => a.stage - b.stage);
  return { resources: all.flatMap(({ resource }) => resource ?? []), failures };
}

type Made = { key: string; resource: Resource; stage: Stage; owner: string; battery: string };
type Shared = UpstreamIndex[number] & { owner: string };

function collect(summary: Summary, upstream: UpstreamIndex) {
  const made = new Map<string, Made>();
  const shared = new Map<string, Shared>();
  const failures: Failure[] = [];
  const isolation = batteryCore.config.safeParse(storedConfig(summary, batteryCore.type)).data?.isolation ?? true;

  /** Takes all that a maker makes, or nothing of it; says which. */
  const take = (owner: string, battery: string, make: () => Resource[]): boolean => {
    try {
      const batch = new Map<string, Made>();
      for (const raw of make().flatMap((one) => [one, ...(isolation ? meshIsolation(one, summary) : [])])) {
        // A policy that allows also denies the rest, so without isolation there is none at all.
        if (!isolation && raw.kind === 'NetworkPolicy') continue;
        const resource = withLabels(requireNamed(raw), { battery, owner });
        const key = resourceKey(resource);
        requireOutsideAgent(resource, key);
        const other = made.get(key) ?? shared.get(key) ?? batch.get(key);
        if (other)
          throw new Error(
            `${describe(summary, battery, owner)} makes ${key}, which ${describe(summary, other.battery, other.owner)} makes too: rename one of them`,
          );
        batch.set(key, { key, resource, stage: stageOf(resource), owner, battery });
      }
      for (const [key, one] of batch) made.set(key, one);
      return true;
    } catch (error) {
      failures.push({ owner, battery, message: error instanceof Error ? error.message : String(error) });
      return false;
    }
  };

  for (const type of inDependencyOrder(summary, failures)) {
    const row = summary.batteries.find((battery) => battery.type === type);
    if (!row) continue;
    for (const entry of upstream) if (entry.battery === type) shared.set(entry.key, { ...entry, owner: row.id });
    const generator = generators[type];
    let prepared: Prepared;
    try {
      prepared = generator.prepare(row.config, summary);
    } catch (error) {
      const message = `the configuration of ${getBattery(type).name} is not valid: ${error instanceof Error ? error.message : String(error)}`;
      const objects = generator.collections.flatMap((collection) => summary[collection].map((object) => object.id));
      for (const owner of [row.id, ...objects]) failures.push({ owner, battery: type, message });
      continue;
    }
    const isMade = take(row.id, type, prepared.battery);
    for (const { id, make } of prepared.objects) {
      if (isMade) take(id, type, make);
      // Its namespace, policies or operator may be missing or another battery's.
      else failures.push({ owner: id, battery: type, message: `${getBattery(type).name} itself could not be made: see what it says` });
    }
  }
  return { made, shared: [...shared.values()], failures };
}

function inDependencyOrder(summary: Summary, failures: Failure[]) {
  for (const { id, type } of summary.batteries)
    if (!isBatteryType(type))
      failures.push({ owner: id, battery: type, message: `this catalog has no battery "${type}": what it made stays as it is` });
  return withNeeds(summary.batteries.map((battery) => battery.type).filter(isBatteryType));
}

function* finished(made: Map<string, Made>): Generator<Made> {
  const find = (key: string) => made.get(key)?.resource;
  for (const one of made.values()) yield { ...one, resource: withPodTemplate(one.resource, find) };
}

function keepPrevious(entries: Entry[], previous: readonly Entry[], failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  const failed = new Set(failures.map((failure) => failure.owner));
  const listed = new Set(entries.map(([key]) => key));
  for (const entry of previous) if (failed.has(entry[4]) && !listed.has(entry[0])) entries.push(entry);
}

function requireNamed(resource: Resource): Resource {
  if (!resource.apiVersion || !resource.kind || !resource.metadata?.name)
    throw new Error(`a generator made a resource without apiVersion, kind or name: ${JSON.stringify(resource).slice(0, 200)}`);
  return resource;
}

/** The agent refuses a whole manifest that touches its own namespace, so such a key fails its owner alone here. */
function requireOutsideAgent({ apiVersion, kind, metadata }: Resource, key: string): void {
  if (metadata.namespace === agentNamespace || (apiVersion === 'v1' && kind === 'Namespace' && metadata.name === agentNamespace))
    throw new Error(`${key} lies in the namespace "${agentNamespace}", which is the agent's alone: choose another namespace`);
}

function describe(summary: Summary, battery: string, owner: string): string {
  const object = allObjects(summary).find(({ object: { id } }) => id === owner)?.object;
  const name = isBatteryType(battery) ? getBattery(battery).name : battery;
  return object ? `"${object.name}" of ${name}` : name;
}
