import { applyKey } from './apply.ts';
import type { Context } from './context.ts';
import { byOrder, type Change } from './plan.ts';

export type Tally = { applied: number; failed: number; waiting: number };

/** How many objects are worked on at once: more than the transport lets through, so that it never runs dry. */
const workers = 96;
/** How long a stage looks again at what the API server is about to accept (a CRD that is becoming Established). */
const stagePatienceMs = 15_000;
const lookAgainMs = 60;

/**
 * Applies changes stage by stage. What cannot go yet is left `waiting` and the rest goes on: a pass always ends. `retryLater` gets what was not
 * applied. Stops between objects when the signal fires; those under way are finished.
 */
export async function runPass(
  ctx: Context,
  changes: readonly Change[],
  {
    stop,
    cut,
    retryLater,
    waitingSince,
  }: {
    stop: AbortSignal;
    cut: AbortSignal;
    retryLater: (key: string, unreachable: boolean) => void;
    waitingSince: (key: string) => number | undefined;
  },
): Promise<Tally> {
  const tally: Tally = { applied: 0, failed: 0, waiting: 0 };
  const sorted = [...changes].sort(byOrder);
  let unreachable = false;
  let at = 0;
  while (at < sorted.length && !stop.aborted) {
    const stage = sorted[at]?.stage;
    let end = at;
    while (end < sorted.length && sorted[end]?.stage === stage) end += 1;
    let open = sorted.slice(at, end).map((change) => change.key);
    at = end;
    const until = ctx.now() + stagePatienceMs;
    for (;;) {
      const soon: string[] = [];
      await inParallel(open, workers, async (key) => {
        if (stop.aborted) return;
        if (unreachable) {
          ctx.status.patch(key, { state: 'pending', message: 'the API server does not answer' });
          retryLater(key, true);
          return;
        }
        const outcome = await ctx.lock.run(key, () => applyKey(ctx, key, { signal: cut, waitingSince: waitingSince(key) }));
        if (outcome.applied) tally.applied += 1;
        else if (outcome.soon && ctx.now() < until) soon.push(key);
        else {
          if (outcome.state === 'failed') tally.failed += 1;
          else tally.waiting += 1;
          unreachable ||= outcome.unreachable === true;
          retryLater(key, outcome.unreachable === true);
        }
      });
      if (soon.length === 0) break;
      if (stop.aborted) break;
      open = soon;
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }
  return tally;
}

/** Runs `work` over all items, `width` at a time. */
export async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const item = items[next];
      next += 1;
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
