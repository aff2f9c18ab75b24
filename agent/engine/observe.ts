import { labels } from '@home-base/schema/kube/labels.ts';
import { parseKey, resourceKey } from '@home-base/schema/kube/resource.ts';
import { healthOf } from '../health/health.ts';
import { loadBalancerAddresses } from '../health/storage-and-network.ts';
import type { Live } from '../kube/answer.ts';
import type { WatchEvent } from '../kube/kube.ts';
import { refOf } from './apply.ts';
import type { Context } from './context.ts';
import { ownEntry, ownedDigest } from './drift.ts';
import { entryKeysOf, liveKeyOf, type Tracked } from './index.ts';
import { inParallel } from './round.ts';

export type Observer = {
  /** Watches the kinds of these keys from now on (of the cluster's objects: a recipe is a Secret). */
  watchKinds: (keys: Iterable<string>) => void;
  /** Reads these objects and judges them as if the watch had brought them. */
  lookAgain: (keys: readonly string[]) => void;
  /** What the API server answered to a write of ours. */
  written: (key: string, live: Live) => void;
  /** A whole round is over: what could be applied is in the index. */
  roundOver: () => void;
  /** Addresses of our Services of type LoadBalancer; undefined until all of them were seen once. */
  loadBalancers: () => ReadonlyMap<string, string[]> | undefined;
  stop: () => void;
};

type Sink = {
  /** What we own has another value, or our entry is gone. */
  changed: (tracked: Tracked, live: Live) => void;
  /** As we made it; others may have added fields beside ours. */
  intact: (tracked: Tracked, live: Live) => void;
  deleted: (tracked: Tracked, last: Live | undefined) => void;
  /** Carries our label and apply entry, yet is neither tracked nor listed: the index was lost. */
  stray: (live: Live) => void;
};

/** Definitions are up to a megabyte each: their watch carries metadata, and the object is read only when a write was not ours. */
const metadataOnlyKinds = new Set(['apiextensions.k8s.io/CustomResourceDefinition']);

const serviceKind = '/Service';
/** How long a Service that cannot be applied may keep the addresses of all others from being told. */
const strayServiceMs = 300_000;

/** Watches by label the kinds that we own. Keeps no object: an event is reduced to a digest and a health, then dropped. */
export function createObserver(ctx: Context, sink: Sink): Observer {
  const watches = new Map<string, { stop: () => void }>();
  const addresses = new Map<string, string[]>();
  let roundOverAt: number | undefined;
  let areAllBooked = false;
  let areServicesListed = false;
  /** Events that came while we were writing the same object; judged when the write is over. */
  const late = new Map<string, WatchEvent>();
  let stopped = false;

  /** Is a Service listed that was never applied? After its state was lost the agent does not know what address it has. */
  const isServiceMissing = () => {
    for (const key of ctx.current()?.desired.entries.keys() ?? []) if (key.startsWith('core/Service/') && !ctx.index.get(key)) return true;
    return false;
  };
  const trackedOf = (live: Live) => ctx.index.byLiveKey(resourceKey(live));

  const onEvent = (event: WatchEvent, metadataOnly: boolean) => {
    const live = event.object;
    const tracked = trackedOf(live);
    // An object's first event may come before the answer to the write that made it, and the write be booked.
    const held = tracked ? (ctx.lock.isHeld(tracked.key) ? tracked.key : undefined) : entryKeysOf(resourceKey(live)).find(ctx.lock.isHeld);
    if (held !== undefined) return judgeLater(held, event, metadataOnly);
    if (!tracked) {
      if (event.type !== 'DELETED' && !live.metadata.deletionTimestamp && !metadataOnly && ownEntry(live)) sink.stray(live);
      return;
    }
    const order = compareVersions(live.metadata.resourceVersion ?? '', tracked.resourceVersion);
    if (order < 0) return;
    if (event.type === 'DELETED') {
      addresses.delete(tracked.key);
      void confirm(tracked, live);
      return;
    }
    if (metadataOnly) {
      // After a restart nobody has judged it yet, though it is what we left.
      if (order > 0 || (ctx.status.get(tracked.key)?.health ?? 'unknown') === 'unknown') read(tracked);
      return;
    }
    judge(tracked, live, order === 0);
  };

  const judgeLater = (key: string, event: WatchEvent, metadataOnly: boolean) => {
    // Known from now on, although the rest is judged later.
    if (event.type !== 'DELETED') noteAddresses(key, event.object);
    if (!late.has(key)) {
      void ctx.lock.run(key, async () => {
        const last = late.get(key);
        late.delete(key);
        // Judged outside the lock: what follows may take it again.
        if (last) queueMicrotask(() => setImmediate(() => onEvent(last, metadataOnly)));
      });
    }
    late.set(key, event);
  };

  const noteAddresses = (key: string, live: Live) => {
    if (live.kind !== 'Service') return;
    const given = loadBalancerAddresses(live);
    if (given.length > 0) addresses.set(key, given);
    else addresses.delete(key);
  };

  const judge = (tracked: Tracked, live: Live, isOwnWrite: boolean) => {
    const { key } = tracked;
    noteAddresses(key, live);
    const report = ctx.status.get(key);
    if (report === undefined || report.state === 'applied') {
      const { health, message } = healthOf(live);
      ctx.status.patch(key, { state: 'applied', health, message, ...(tracked.sha256 && { sha256: tracked.sha256 }) });
    } else if (report.state !== 'removing') ctx.status.patch(key, { health: healthOf(live).health });
    if (!isOwnWrite && ownedDigest(live) !== tracked.digest) return sink.changed(tracked, live);
    // In memory only: a status update is no reason to write the index.
    tracked.resourceVersion = live.metadata.resourceVersion ?? tracked.resourceVersion;
    sink.intact(tracked, live);
  };

  /** A label that was taken off looks like a deletion: only a 404 is one. */
  const confirm = async (seen: Tracked, last: Live | undefined) => {
    const answer = await ctx.kube.get(refOf(seen.key, seen.apiVersion));
    const tracked = ctx.index.get(seen.key);
    if (stopped || !tracked || ctx.lock.isHeld(seen.key)) return;
    if (answer.ok) {
      if (compareVersions(answer.value.metadata.resourceVersion ?? '', tracked.resourceVersion) >= 0)
        judge(tracked, answer.value, answer.value.metadata.resourceVersion === tracked.resourceVersion);
    } else if (answer.error.status === 404) {
      addresses.delete(seen.key);
      sink.deleted(tracked, last);
    }
  };

  /** Definitions are big: few are read at a time. */
  const waiting = new Set<Tracked>();
  let readers = 0;
  const read = (tracked: Tracked) => {
    waiting.add(tracked);
    if (readers >= 2) return;
    readers += 1;
    void (async () => {
      for (const next of waiting) {
        waiting.delete(next);
        await confirm(next, undefined);
      }
    })().finally(() => {
      readers -= 1;
    });
  };

  const onSynced = (group: string, kind: string, seen: ReadonlySet<string>) => {
    const missing: Tracked[] = [];
    for (const tracked of ctx.index.values()) {
      const parts = parseKey(liveKeyOf(tracked.key));
      if (parts.group === group && parts.kind === kind && !seen.has(`${parts.namespace ?? '-'}/${parts.name}`)) missing.push(tracked);
    }
    void inParallel(missing, 8, (tracked) => confirm(tracked, undefined));
    if (`${group}/${kind}` === serviceKind) areServicesListed = true;
  };

  return {
    watchKinds: (keys) => {
      for (const key of keys) {
        const { group, kind } = parseKey(liveKeyOf(key));
        const name = `${group}/${kind}`;
        if (watches.has(name) || stopped) continue;
        const metadataOnly = metadataOnlyKinds.has(name);
        watches.set(
          name,
          ctx.kube.watch(
            { group, kind },
            {
              labelSelector: `${labels.managed}=true`,
              metadataOnly,
              onEvent: (event) => onEvent(event, metadataOnly),
              onSynced: (seen) => onSynced(group, kind, seen),
              onError: (message) => ctx.log('warn', `${kind}: the watch broke: ${message}`),
            },
          ),
        );
      }
    },
    lookAgain: (keys) =>
      void inParallel(
        keys.map((key) => ctx.index.get(key)).filter((tracked) => tracked !== undefined),
        8,
        (tracked) => confirm(tracked, undefined),
      ),
    written: noteAddresses,
    roundOver: () => {
      roundOverAt ??= ctx.now();
    },
    loadBalancers: () => {
      // Without a Service of ours there is no listing to wait for.
      if (roundOverAt === undefined || (watches.has(serviceKind) && !areServicesListed)) return undefined;
      areAllBooked ||= ctx.now() - roundOverAt > strayServiceMs || !isServiceMissing();
      if (!areAllBooked) return undefined;
      for (const key of addresses.keys()) if (!ctx.index.get(key)) addresses.delete(key);
      return addresses;
    },
    stop: () => {
      stopped = true;
      for (const watch of watches.values()) watch.stop();
    },
  };
}

/** Resource versions grow and are whole numbers (Kubernetes 1.35 made that a promise): < 0 when a is older. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  return a.length !== b.length ? a.length - b.length : a < b ? -1 : 1;
}
