import { randomBytes } from 'node:crypto';
import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import type { DesiredState, Engine, RoundResult } from '../contract.ts';
import type { Kube } from '../kube/kube.ts';
import { book, refOf } from './apply.ts';
import { type Context, createKeyLock, type After } from './context.ts';
import { createFacts } from './facts.ts';
import { createHealer } from './heal.ts';
import { createIndex, liveKeyOf } from './index.ts';
import { createObserver } from './observe.ts';
import { planChanges } from './plan.ts';
import { planRemovals, type RemovalPlan } from './remove.ts';
import { forget, runRemovals } from './removal.ts';
import { createRetries } from './retries.ts';
import { runPass } from './round.ts';
import { loadState, saveState } from './state.ts';
import { createStatusBook } from './status.ts';
import { createWebhookGate } from './webhooks.ts';

/** One line for the operator's log. Never a Secret's value. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, string | number | boolean>) => void;

export type EngineOptions = {
  kube: Kube;
  log?: Log;
  /** Clock in ms; tests inject theirs. Default Date.now. */
  now?: () => number;
  /** Runs something later and answers how to cancel it; tests inject theirs. Default setTimeout, unreferenced. */
  after?: After;
  /** Crypto-strong bytes for generated secrets. Default node:crypto randomBytes. */
  random?: (bytes: number) => Uint8Array;
  /** Namespace of `agent-state-*`. Default `home-base`. It must exist (the install manifest makes it). */
  namespace?: string;
  /** Minutes that an unnamed object is missing before it is removed. Default 10 (DESIGN.md 4.4). */
  missingMinutes?: number;
  /** Namespaces that recipes may copy secrets from. Default: those that the API server lets the agent read. */
  secretNamespaces?: readonly string[];
  /** Whether objects with our label and apply entry are taken up again when the agent's state was lost. Default true; wrong where agents share a cluster (tests). */
  adoptStrays?: boolean;
};

const saveAfterMs = 2_000;
/** How long an older round may finish what it has under way before those requests are cut. */
const drainMs = 1_000;

/** The apply engine. Makes no request before the first `converge`. Paused is read from the manifest. */
export function createEngine({ kube, log = () => undefined, now = Date.now, after = unrefTimer, random = randomBytes, namespace = agentNamespace, missingMinutes = 10, secretNamespaces, adoptStrays = true }: EngineOptions): Engine {
  const index = createIndex();
  const status = createStatusBook();
  let current: { desired: DesiredState; gate: ReturnType<typeof createWebhookGate> } | undefined;
  const ctx: Context = { kube, log, now, after, random, namespace, index, status, lock: createKeyLock(), definedAt: new Map(), onApplied: (key) => onApplied(key), secretNamespaces, current: () => current };

  let isLoaded = false;
  /** Nothing was known at the start: a new installation, or the state was lost. */
  let wasEmpty = false;
  let running: { stop: AbortController; cut: AbortController; done: Promise<unknown> } | undefined;
  let held: string[] = [];
  let cancelRemoval: (() => void) | undefined;
  let cancelSave: (() => void) | undefined;
  let saving: Promise<void> = Promise.resolve();
  let last: RoundResult | undefined;
  let stopped = false;

  const save = () => {
    saving = saving.then(() => saveState(kube, namespace, index, log));
    return saving;
  };
  const saveSoon = () => {
    cancelSave ??= after(saveAfterMs, () => {
      cancelSave = undefined;
      void save();
    });
  };

  const retryLater = (key: string, unreachable: boolean) => retries.add(key, unreachable ? 'unreachable' : status.get(key)?.state === 'failed' ? 'failed' : 'waiting');
  const retries = createRetries({ now, after, run: (keys) => void pass(keys).catch((error: unknown) => log('error', 'a retry failed inside the agent', { error: String(error) })) });
  const onApplied = (key: string) => {
    retries.drop(key);
    for (const waiting of retries.keys()) if (status.get(waiting)?.waitsFor === key) retries.wake(waiting);
  };
  const healer = createHealer(ctx, (key, unreachable) => {
    retryLater(key, unreachable);
    saveSoon();
  });
  const observer = createObserver(ctx, {
    changed: (tracked, live) => {
      healer.changed(tracked, live);
      saveSoon();
    },
    intact: healer.intact,
    deleted: (tracked, lastSeen) => {
      if (!current?.desired.entries.has(tracked.key)) {
        forget(ctx, tracked.key);
        saveSoon();
      } else healer.deleted(tracked, lastSeen);
    },
    stray: (live) => {
      const key = refKey(live);
      if (!current || !wasEmpty || !adoptStrays || listedLiveKeys(current.desired).has(key)) return;
      book(ctx, key, '', live);
      log('info', `${key} is ours but was not in the agent's state; it is taken up again`);
      saveSoon();
      scheduleRemovals(5_000);
    },
  });
  const facts = createFacts(kube, observer.loadBalancers, now);

  /** Applies these keys once more, outside a round: what failed or waited. */
  const pass = async (keys: readonly string[]) => {
    if (stopped || !current || current.desired.manifest.paused) return;
    const wanted = new Set(keys);
    const { changes } = planChanges(current.desired.entries, index, wanted);
    const due = changes.filter((change) => wanted.has(change.key));
    for (const key of wanted) if (!current.desired.entries.has(key)) retries.drop(key);
    await work(due, running?.stop.signal ?? new AbortController().signal, running?.cut.signal ?? new AbortController().signal);
    saveSoon();
  };

  const work = async (changes: Parameters<typeof runPass>[1], stop: AbortSignal, cut: AbortSignal) => {
    const tally = await runPass(ctx, changes, { stop, cut, waitingSince: retries.since, retryLater: (key, unreachable) => retryLater(key, unreachable) });
    if (!stop.aborted) observer.watchKinds(kindSamples());
    return tally;
  };

  /** One key of each kind that we own. */
  const kindSamples = () => {
    const samples = new Map<string, string>();
    for (const { key } of index.values()) {
      const kind = liveKeyOf(key).split('/', 2).join('/');
      if (!samples.has(kind)) samples.set(kind, key);
    }
    return samples.values();
  };

  const scheduleRemovals = (delayMs: number) => {
    cancelRemoval?.();
    cancelRemoval = after(delayMs, () => {
      cancelRemoval = undefined;
      void remove(running?.stop.signal ?? new AbortController().signal).then(save, (error: unknown) => log('error', 'removing failed inside the agent', { error: String(error) }));
    });
  };

  let removing: Promise<number> | undefined;
  /** Decides anew what may go, and lets it go. One at a time. */
  const remove = (stop: AbortSignal): Promise<number> => {
    removing = (removing ?? Promise.resolve(0)).catch(() => 0).then(() => removeOnce(stop));
    return removing;
  };
  const removeOnce = async (stop: AbortSignal) => {
    if (!current || stopped || stop.aborted) return 0;
    const { manifest, entries } = current.desired;
    const missing = stampMissing(entries);
    if (missing === 0) {
      held = [];
      return 0;
    }
    if (manifest.paused) return 0;
    const plan = planRemovals({ tracked: [...index.values()], entries, manifest, now: now(), missingMs: missingMinutes * 60_000 });
    announce(plan);
    const { removed, left } = await runRemovals(ctx, plan.tiers, plan.kept, stop);
    const next = Math.min(...plan.waiting.map(({ until }) => until - now()), left > 0 ? 3_000 : Number.POSITIVE_INFINITY);
    if (Number.isFinite(next) && !stopped) scheduleRemovals(Math.max(0, next));
    return removed;
  };
  const stampMissing = (entries: DesiredState['entries']) => {
    let missing = 0;
    for (const tracked of [...index.values()]) {
      if (entries.has(tracked.key)) {
        if (tracked.missingSince !== undefined) {
          const { missingSince: _, ...listed } = tracked;
          index.set(listed);
        }
        continue;
      }
      missing += 1;
      if (tracked.missingSince === undefined) index.set({ ...tracked, missingSince: now() });
    }
    return missing;
  };
  const announce = (plan: RemovalPlan) => {
    for (const key of plan.handedOver) forget(ctx, key);
    for (const { key, until } of plan.waiting) status.patch(key, { state: 'held', message: `is not listed any more; it is removed at ${new Date(until).toISOString().slice(0, 16)}Z unless it comes back`, waitsFor: undefined });
    for (const key of plan.held) status.patch(key, { state: 'held', message: 'is not listed any more; so many would go at once that a person must approve', waitsFor: undefined });
    for (const key of plan.kept) status.patch(key, { state: 'held', message: 'is not listed any more; it stays because it may hold data, until its removal is confirmed', waitsFor: undefined });
    held = [...plan.held].sort();
  };

  /** The index from the cluster, once. While the API server does not answer there is nothing else to do. */
  const load = async (stop: AbortSignal) => {
    for (let tries = 0; !isLoaded && !stopped && !stop.aborted; tries += 1) {
      const error = await loadState(kube, namespace, index);
      isLoaded = error === undefined || error.type === 'status';
      wasEmpty = index.size() === 0;
      if (!error) return;
      log('warn', `the agent's state could not be read: ${error.message}`, { namespace });
      if (!isLoaded) await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 500 * 2 ** tries) * (0.5 + Math.random())));
    }
  };

  const round = async (desired: DesiredState, stop: AbortController, cut: AbortController): Promise<RoundResult> => {
    const startedAt = new Date(now());
    const requestsBefore = kube.stats().requests;
    const { manifest, entries } = desired;
    const again = new Set([...retries.keys()].filter((key) => entries.has(key)));
    const { changes, unchanged } = planChanges(entries, index, again);
    const stats = { applied: 0, failed: 0, waiting: 0, removed: 0 };
    if (manifest.paused) {
      for (const { key } of changes) status.patch(key, { state: 'pending', message: 'the installation is paused' });
      stampMissing(entries);
    } else {
      for (const { key } of changes) if (!again.has(key)) status.patch(key, { state: 'pending', message: undefined, waitsFor: undefined });
    }
    markUnchanged(entries, changes.length);
    if (!manifest.paused) {
      Object.assign(stats, await work(changes, stop.signal, cut.signal));
      if (!stop.signal.aborted) stats.removed = await remove(stop.signal);
    }
    observer.watchKinds(kindSamples());
    if (!stop.signal.aborted) observer.lookAgain(healer.takeUnhealed());
    await save();
    last = { version: manifest.version, requests: kube.stats().requests - requestsBefore, unchanged, ...stats, startedAt, finishedAt: new Date(now()) };
    return last;
  };
  /** Objects that need nothing have a status too: applied, their health unknown until the watch has said it. Those that went without ever being applied are forgotten. */
  const markUnchanged = (entries: DesiredState['entries'], changed: number) => {
    if (status.all().size < entries.size || changed === 0) {
      for (const [key, [, sha256]] of entries) {
        const report = status.get(key);
        if (index.get(key)?.sha256 === sha256 && (!report || report.state === 'held' || report.state === 'removing' || report.state === 'pending')) {
          status.patch(key, { sha256, state: 'applied', message: undefined, waitsFor: undefined });
        }
      }
    }
    for (const key of status.all().keys()) if (!entries.has(key) && !index.get(key)) status.delete(key);
    for (const key of retries.keys()) if (!entries.has(key)) retries.drop(key);
  };

  return {
    converge: async (desired) => {
      const older = running;
      const stop = new AbortController();
      const cut = new AbortController();
      older?.stop.abort();
      const start = async () => {
        if (older) {
          const timer = setTimeout(() => older.cut.abort(), drainMs);
          await older.done.catch(() => undefined);
          clearTimeout(timer);
        }
        await load(stop.signal);
        if (stopped || stop.signal.aborted) return emptyResult(desired, now());
        current = { desired, gate: createWebhookGate(kube, desired, now) };
        return round(desired, stop, cut);
      };
      const done = start();
      running = { stop, cut, done };
      return done;
    },
    status: status.all,
    takeChanges: status.takeChanges,
    putBack: status.putBack,
    heldRemovals: () => held,
    facts,
    onChange: status.onChange,
    lastRound: () => last,
    stop: async () => {
      stopped = true;
      running?.stop.abort();
      running?.cut.abort();
      retries.stop();
      healer.stop();
      observer.stop();
      cancelRemoval?.();
      cancelSave?.();
      await running?.done.catch(() => undefined);
      await removing?.catch(() => undefined);
      if (isLoaded) await save();
    },
  };

  function refKey(live: Parameters<typeof book>[3]): string {
    const slash = live.apiVersion.indexOf('/');
    return `${slash < 0 ? 'core' : live.apiVersion.slice(0, slash)}/${live.kind}/${live.metadata.namespace ?? '-'}/${live.metadata.name}`;
  }
}

function listedLiveKeys(desired: DesiredState): Set<string> {
  const keys = new Set<string>();
  for (const key of desired.entries.keys()) keys.add(liveKeyOf(key));
  return keys;
}

function emptyResult(desired: DesiredState, at: number): RoundResult {
  return { version: desired.manifest.version, requests: 0, applied: 0, unchanged: 0, failed: 0, waiting: 0, removed: 0, startedAt: new Date(at), finishedAt: new Date(at) };
}

const unrefTimer: After = (delayMs, run) => {
  const timer = setTimeout(run, Math.min(delayMs, 2 ** 31 - 1));
  timer.unref();
  return () => clearTimeout(timer);
};
