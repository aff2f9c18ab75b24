import { randomBytes } from 'node:crypto';
import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import { resourceKey } from '@home-base/schema/kube/resource.ts';
import type { DesiredState, Engine, RoundResult } from '../contract.ts';
import type { Live } from '../kube/answer.ts';
import type { Kube } from '../kube/kube.ts';
import { book } from './apply.ts';
import { type After, type Context, createKeyLock } from './context.ts';
import { createFacts } from './facts.ts';
import { createHealer } from './heal.ts';
import { createIndex, liveKeyOf } from './index.ts';
import { createObserver } from './observe.ts';
import { planChanges } from './plan.ts';
import { createPodWatcher } from './pods.ts';
import { forget } from './removal.ts';
import { createRemovals } from './removals.ts';
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
  /** Whether recipes may copy from Secrets of a namespace. Default: from those of batteries only. */
  isSecretSource?: (namespace: string) => boolean;
  /** Whether objects with our label and apply entry are taken up again when the agent's state was lost. Default true; wrong where agents share a cluster (tests). */
  adoptStrays?: boolean;
};

const saveAfterMs = 2_000;
/** How long an older round may finish what it has under way before those requests are cut. */
const drainMs = 1_000;
const never = new AbortController().signal;

/** The apply engine. Makes no request before the first `converge`. Paused is read from the manifest. */
export function createEngine({
  kube,
  log = () => undefined,
  now = Date.now,
  after = unrefTimer,
  random = randomBytes,
  namespace = agentNamespace,
  missingMinutes = 10,
  isSecretSource = (namespace) => namespace.startsWith('battery-'),
  adoptStrays = true,
}: EngineOptions): Engine {
  const index = createIndex();
  const status = createStatusBook();
  let current: { desired: DesiredState; gate: ReturnType<typeof createWebhookGate> } | undefined;
  const ctx: Context = {
    kube,
    log,
    now,
    after,
    random,
    namespace,
    index,
    status,
    lock: createKeyLock(),
    definedAt: new Map(),
    onApplied: (key, live) => onApplied(key, live),
    isSecretSource,
    current: () => current,
  };

  let isLoaded = false;
  /** Nothing was known at the start: a new installation, or the state was lost. */
  let wasEmpty = false;
  let running: { stop: AbortController; cut: AbortController; done: Promise<unknown> } | undefined;
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

  const retryLater = (key: string, unreachable: boolean) =>
    retries.add(key, unreachable ? 'unreachable' : status.get(key)?.state === 'failed' ? 'failed' : 'waiting');
  const retries = createRetries({
    now,
    after,
    run: (keys) => void pass(keys).catch((error: unknown) => log('error', 'a retry failed inside the agent', { error: String(error) })),
  });
  const onApplied = (key: string, live: Live) => {
    observer.written(key, live);
    retries.drop(key);
    // What copies from a recipe waits for the Secret that is made of it.
    const made = liveKeyOf(key);
    for (const waiting of retries.keys()) {
      const waitsFor = status.get(waiting)?.waitsFor;
      if (waitsFor === key || waitsFor === made) retries.wake(waiting);
    }
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
      const key = resourceKey(live);
      if (!current || !wasEmpty || !adoptStrays || listedLiveKeys(current.desired).has(key)) return;
      book(ctx, key, '', live);
      log('info', `${key} is ours but was not in the agent's state; it is taken up again`);
      saveSoon();
      removals.schedule(5_000);
    },
  });
  const removals = createRemovals(ctx, {
    missingMs: missingMinutes * 60_000,
    stopSignal: () => running?.stop.signal ?? never,
    afterwards: save,
  });
  const facts = createFacts(kube, observer.loadBalancers, now);
  const pods = createPodWatcher(kube, after, (message) => log('warn', `pods: the watch broke: ${message}`));

  /** Applies these keys once more, outside a round: what failed or waited. */
  const pass = async (keys: readonly string[]) => {
    if (stopped || !current || current.desired.manifest.paused) return;
    const wanted = new Set(keys);
    const { changes } = planChanges(current.desired.entries, index, wanted);
    const due = changes.filter((change) => wanted.has(change.key));
    for (const key of wanted) if (!current.desired.entries.has(key)) retries.drop(key);
    await work(due, running?.stop.signal ?? never, running?.cut.signal ?? never);
    saveSoon();
  };

  const work = async (changes: Parameters<typeof runPass>[1], stop: AbortSignal, cut: AbortSignal) => {
    const tally = await runPass(ctx, changes, {
      stop,
      cut,
      waitingSince: retries.since,
      retryLater: (key, unreachable) => retryLater(key, unreachable),
    });
    if (!stop.aborted) observer.watchKinds(index.kindSamples());
    return tally;
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
      removals.stamp(entries);
    } else {
      for (const { key } of changes) if (!again.has(key)) status.patch(key, { state: 'pending', message: undefined, waitsFor: undefined });
    }
    // Settled means: every entry is applied and nothing else is tracked. Then there is nothing to look through.
    const isSettled =
      changes.length === 0 && status.unsettled() === 0 && status.all().size === entries.size && index.size() === entries.size;
    if (!isSettled) markUnchanged(entries);
    if (!manifest.paused) {
      Object.assign(stats, await work(changes, stop.signal, cut.signal));
      if (!stop.signal.aborted) stats.removed = await removals.run(stop.signal);
    }
    observer.watchKinds(index.kindSamples());
    if (!manifest.paused && !stop.signal.aborted) observer.roundOver();
    pods.start();
    if (!stop.signal.aborted) observer.lookAgain(healer.takeUnhealed());
    await save();
    last = {
      version: manifest.version,
      requests: kube.stats().requests - requestsBefore,
      unchanged,
      ...stats,
      startedAt,
      finishedAt: new Date(now()),
    };
    return last;
  };
  /** Objects that need nothing have a status too: applied, their health unknown until the watch has said it. Those that went without ever being applied are forgotten. */
  const markUnchanged = (entries: DesiredState['entries']) => {
    for (const [key, [, sha256]] of entries) {
      const report = status.get(key);
      if (report?.state === 'applied' || retries.since(key) !== undefined || index.get(key)?.sha256 !== sha256) continue;
      status.patch(key, { sha256, state: 'applied', message: undefined, waitsFor: undefined });
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
    heldRemovals: () => [...removals.held()],
    facts,
    pods: () => pods.book(() => index.namespaces()),
    onChange: (listener) => {
      status.onChange(listener);
      pods.onChange(listener);
    },
    lastRound: () => last,
    stop: async () => {
      stopped = true;
      running?.stop.abort();
      running?.cut.abort();
      retries.stop();
      healer.stop();
      observer.stop();
      pods.stop();
      cancelSave?.();
      await running?.done.catch(() => undefined);
      await removals.stop();
      if (isLoaded) await save();
    },
  };
}

function listedLiveKeys(desired: DesiredState): Set<string> {
  const keys = new Set<string>();
  for (const key of desired.entries.keys()) keys.add(liveKeyOf(key));
  return keys;
}

function emptyResult(desired: DesiredState, at: number): RoundResult {
  return {
    version: desired.manifest.version,
    requests: 0,
    applied: 0,
    unchanged: 0,
    failed: 0,
    waiting: 0,
    removed: 0,
    startedAt: new Date(at),
    finishedAt: new Date(at),
  };
}

const unrefTimer: After = (delayMs, run) => {
  const timer = setTimeout(run, Math.min(delayMs, 2 ** 31 - 1));
  timer.unref();
  return () => clearTimeout(timer);
};
