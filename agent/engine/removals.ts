import type { DesiredState } from '../contract.ts';
import type { Context } from './context.ts';
import { forget, runRemovals } from './removal.ts';
import { planRemovals, type RemovalPlan } from './remove.ts';

export type Removals = {
  /** Decides anew what may go and lets it go; answers how many went. One at a time. */
  run: (stop: AbortSignal) => Promise<number>;
  /** Notes since when what is not listed is missing; answers how many are. */
  stamp: (entries: DesiredState['entries']) => number;
  schedule: (delayMs: number) => void;
  held: () => readonly string[];
  stop: () => Promise<void>;
};

/** When removals happen: in each round, when the ten minutes of something are over, and again while something is not gone yet. */
export function createRemovals(
  ctx: Context,
  { missingMs, stopSignal, afterwards }: { missingMs: number; stopSignal: () => AbortSignal; afterwards: () => Promise<void> },
): Removals {
  const { index, status } = ctx;
  let held: string[] = [];
  let running: Promise<number> = Promise.resolve(0);
  let cancel: (() => void) | undefined;
  let tries = 0;
  let stopped = false;

  const run = (stop: AbortSignal) => {
    running = running.catch(() => 0).then(() => once(stop));
    return running;
  };
  const schedule = (delayMs: number) => {
    cancel?.();
    if (stopped) return;
    cancel = ctx.after(delayMs, () => {
      cancel = undefined;
      void run(stopSignal()).then(afterwards, (error: unknown) =>
        ctx.log('error', 'removing failed inside the agent', { error: String(error) }),
      );
    });
  };

  const once = async (stop: AbortSignal) => {
    const desired = ctx.current()?.desired;
    if (!desired || stopped || stop.aborted) return 0;
    const { manifest, entries } = desired;
    // As many tracked as listed and all of them applied: then every tracked object is listed, and there is nothing to look through.
    const isWhole =
      index.size() === entries.size && index.missing() === 0 && status.unsettled() === 0 && status.all().size === entries.size;
    if (isWhole || stamp(entries) === 0) {
      held = [];
      return 0;
    }
    if (manifest.paused) return 0;
    const plan = planRemovals({ tracked: [...index.values()], entries, manifest, now: ctx.now(), missingMs });
    announce(plan);
    const { removed, left } = await runRemovals(ctx, plan.tiers, plan.kept, stop);
    tries = left > 0 ? tries + 1 : 0;
    const again = left > 0 ? Math.min(60_000, 1_000 * 1.5 ** tries) : Number.POSITIVE_INFINITY;
    const next = Math.min(again, ...plan.waiting.map(({ until }) => until - ctx.now()));
    if (Number.isFinite(next)) schedule(Math.max(0, next));
    return removed;
  };

  const stamp = (entries: DesiredState['entries']) => {
    let missing = 0;
    for (const tracked of [...index.values()]) {
      if (!entries.has(tracked.key)) {
        missing += 1;
        if (tracked.missingSince === undefined) index.set({ ...tracked, missingSince: ctx.now() });
      } else if (tracked.missingSince !== undefined) {
        const { missingSince: _, ...listed } = tracked;
        index.set(listed);
      }
    }
    return missing;
  };

  const announce = (plan: RemovalPlan) => {
    const hold = (key: string, why: string) =>
      status.patch(key, { state: 'held', message: `is not listed any more; ${why}`, waitsFor: undefined });
    for (const key of plan.handedOver) forget(ctx, key);
    for (const { key, until } of plan.waiting)
      hold(key, `it is removed at ${new Date(until).toISOString().slice(0, 16)}Z unless it comes back`);
    for (const key of plan.held) hold(key, 'so many would go at once that a person must approve');
    for (const key of plan.kept) hold(key, 'it stays because it may hold data, until its removal is confirmed');
    held = [...plan.held].sort();
  };

  return {
    run,
    stamp,
    schedule,
    held: () => held,
    stop: async () => {
      stopped = true;
      cancel?.();
      await running.catch(() => 0);
    },
  };
}
