import { materialize } from '@home-base/catalog/materialize.ts';
import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { getBattery, needsOf } from '@home-base/catalog/registry.ts';
import { checkDisable } from '@home-base/catalog/rules/batteries.ts';
import { withEnabled } from '@home-base/catalog/seeds.ts';
import { allObjects, hasBattery, type Summary } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { upstreamIndex } from '../publish/upstream-index.ts';
import { missingBatteries } from './enable.ts';
import { requireBatteryType } from './put.ts';

export type Effect = { total: number; kinds: { kind: string; count: number }[]; namespaces: string[] };
export type BatteryPreview = {
  /** What enabling adds (with the batteries it needs), or what disabling takes away. */
  effect: Effect;
  /** Resources of other batteries that change because this one comes or goes. */
  changed: number;
  /** Batteries that are enabled along with it, dependencies first. */
  alsoEnabled: { type: string; name: string }[];
  /** Objects that come with it, such as its own database. */
  alsoCreated: { noun: string; name: string }[];
  /** Why it cannot be disabled now; empty when it can, or when it is not enabled. */
  refusals: string[];
};

/** What enabling a battery (with its defaults) would add to the cluster, or what disabling an enabled one would take away. Changes nothing. */
export async function previewBattery(ctx: Ctx, input: { installationId: Id<'installation'>; type: string }): Promise<BatteryPreview> {
  const type = requireBatteryType(input.type);
  return withOrg(ctx, 'batteries:read', async (tx) => {
    const installation = await requireInstallation(tx, input.installationId);
    const summary = await loadSummary(tx, installation);
    const upstream = await upstreamIndex(tx, installation.catalogVersion);
    const entriesOf = (of: Summary) => materialize({ summary: of, upstream }).entries;
    if (hasBattery(summary, type)) {
      const without = { ...summary, batteries: summary.batteries.filter((battery) => battery.type !== type) };
      const refusals = checkDisable(summary, type).map((issue) => issue.message);
      // What others need cannot be rendered without it, and is not asked for.
      if (refusals.length > 0) return { effect: effectOf([]), changed: 0, alsoEnabled: [], alsoCreated: [], refusals };
      return { ...difference(entriesOf(without), entriesOf(summary)), alsoEnabled: [], alsoCreated: [], refusals };
    }
    const missing = missingBatteries(summary, needsOf(type));
    const enabled = withEnabled(summary, [...missing, type]);
    const known = new Set(allObjects(summary).map(({ object }) => object.id));
    return {
      ...difference(entriesOf(summary), entriesOf(enabled)),
      alsoCreated: allObjects(enabled)
        .filter(({ object }) => !known.has(object.id))
        .map(({ collection, object }) => ({ noun: objectKinds[collection].noun, name: object.name })),
      alsoEnabled: missing.map((need) => ({ type: need, name: getBattery(need).name })),
      refusals: [],
    };
  });
}

/** What `more` has and `less` lacks, and how many of the common ones differ. */
function difference(less: Entry[], more: Entry[]): Pick<BatteryPreview, 'effect' | 'changed'> {
  const known = new Map(less.map((entry) => [entry[0], entry[1]]));
  return {
    effect: effectOf(more.filter((entry) => !known.has(entry[0])).map((entry) => entry[0])),
    changed: more.filter((entry) => known.has(entry[0]) && known.get(entry[0]) !== entry[1]).length,
  };
}

function effectOf(keys: string[]): Effect {
  const kinds = new Map<string, number>();
  const namespaces = new Set<string>();
  for (const key of keys) {
    const { kind, namespace } = parseKey(key);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (namespace) namespaces.add(namespace);
  }
  return {
    total: keys.length,
    kinds: [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind)),
    namespaces: [...namespaces].sort(),
  };
}
