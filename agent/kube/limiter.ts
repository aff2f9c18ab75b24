/**
 * How many requests may be under way. Grows by one a full window of answers (additive), halves on 429 and falls to 3/4 when answers take over
 * `slowMs` (multiplicative), at most once a second: API priority and fairness queues what is too much, so latency is its first sign.
 */
export type Limiter = {
  acquire: () => Promise<void>;
  release: (outcome: { latencyMs: number; throttled: boolean }) => void;
  limit: () => number;
  inFlight: () => number;
};

export function createLimiter({
  start = 32,
  min = 2,
  max = 64,
  slowMs = 1500,
  now = Date.now,
}: {
  start?: number;
  min?: number;
  max?: number;
  slowMs?: number;
  now?: () => number;
} = {}): Limiter {
  let limit = start;
  let running = 0;
  let answers = 0;
  let saturated = false;
  let loweredAt = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];
  let head = 0;

  const lower = (factor: number) => {
    if (now() - loweredAt < 1000) return;
    loweredAt = now();
    limit = Math.max(min, Math.floor(limit * factor));
    answers = 0;
  };
  const admit = () => {
    while (running < limit && head < waiting.length) {
      running += 1;
      waiting[head]?.();
      head += 1;
    }
    if (head > 1024 || head === waiting.length) {
      waiting.splice(0, head);
      head = 0;
    }
  };
  return {
    acquire: () => {
      if (running < limit && head === waiting.length) {
        running += 1;
        return Promise.resolve();
      }
      saturated = true;
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    release: ({ latencyMs, throttled }) => {
      running -= 1;
      if (throttled) lower(0.5);
      else if (latencyMs > slowMs) lower(0.75);
      else {
        answers += 1;
        // Only a limit that was reached says anything about a higher one.
        if (answers >= limit && (saturated || head < waiting.length)) {
          limit = Math.min(max, limit + 1);
          answers = 0;
          saturated = false;
        }
      }
      admit();
    },
    limit: () => limit,
    inFlight: () => running,
  };
}
