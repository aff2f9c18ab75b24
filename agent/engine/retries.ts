import type { After } from './context.ts';

/** Entries that were not applied, each with its own next time: 1 s, 1.6 s … up to 60 s (5 min when refused), jittered. One timer for all. */
export type Retries = {
  add: (key: string, kind: 'waiting' | 'failed' | 'unreachable') => void;
  /** What it waited for is there, or a new manifest came: next try at once. */
  wake: (key: string) => void;
  drop: (key: string) => void;
  /** When it began to wait, ms. */
  since: (key: string) => number | undefined;
  keys: () => MapIterator<string>;
  size: () => number;
  stop: () => void;
};

const capMs = { waiting: 10_000, failed: 300_000, unreachable: 5_000 } as const;
const firstMs = { waiting: 500, failed: 4_000, unreachable: 1_000 } as const;

export function createRetries({
  now,
  after,
  random = Math.random,
  run,
}: {
  now: () => number;
  after: After;
  random?: () => number;
  run: (keys: string[]) => void;
}): Retries {
  const waiting = new Map<string, { attempt: number; at: number; since: number }>();
  let cancel: (() => void) | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  const arm = () => {
    let at = Number.POSITIVE_INFINITY;
    for (const entry of waiting.values()) at = Math.min(at, entry.at);
    if (at === timerAt) return;
    cancel?.();
    cancel = undefined;
    timerAt = at;
    if (at === Number.POSITIVE_INFINITY) return;
    cancel = after(Math.max(0, at - now()), fire);
  };
  const fire = () => {
    cancel = undefined;
    timerAt = Number.POSITIVE_INFINITY;
    const due: string[] = [];
    for (const [key, entry] of waiting) {
      // Taken a little early rather than in another pass: passes order what belongs together.
      if (entry.at > now() + 100) continue;
      due.push(key);
      entry.at = now() + 60_000;
    }
    arm();
    if (due.length > 0) run(due);
  };
  return {
    add: (key, kind) => {
      const before = waiting.get(key);
      const attempt = (before?.attempt ?? 0) + 1;
      const delay = Math.min(capMs[kind], firstMs[kind] * 1.6 ** (attempt - 1)) * (0.8 + 0.4 * random());
      waiting.set(key, { attempt, at: now() + delay, since: before?.since ?? now() });
      arm();
    },
    wake: (key) => {
      const entry = waiting.get(key);
      if (!entry) return;
      entry.at = now();
      arm();
    },
    drop: (key) => {
      if (waiting.delete(key)) arm();
    },
    since: (key) => waiting.get(key)?.since,
    keys: () => waiting.keys(),
    size: () => waiting.size,
    stop: () => {
      waiting.clear();
      arm();
    },
  };
}
