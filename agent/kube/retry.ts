import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, failure, type KubeError, statusError } from './answer.ts';
import type { KubeConfig } from './config.ts';
import { type Connection, type Exchange, NoAnswer, type Response } from './connection.ts';
import type { Limiter } from './limiter.ts';

export type Counters = { requests: number; retries: number; throttled: number };

/** What one call may spend on trying again. */
const budget = { attempts: 6, totalMs: 20_000, waitMs: 150, waitCapMs: 4_000, throttledAttempts: 12, throttledTotalMs: 60_000 } as const;

/** One request with its retries: 429 and 503 as the server asks, 500 and lost connections with jitter, 401 once with the token read anew. */
export async function exchangeWithRetries(
  { connection, limiter, counters, config }: { connection: Connection; limiter: Limiter; counters: Counters; config: KubeConfig },
  exchange: Exchange,
): Promise<Answer<Response>> {
  const startedAt = Date.now();
  let attempt = 0;
  let reread = false;
  for (;;) {
    attempt += 1;
    await limiter.acquire();
    const sentAt = performance.now();
    counters.requests += 1;
    if (attempt > 1) counters.retries += 1;
    let error: KubeError;
    let response: Response | undefined;
    try {
      response = await connection.send(exchange);
      limiter.release({ latencyMs: performance.now() - sentAt, throttled: response.status === 429 });
      if (response.status < 400) return { ok: true, value: response, warnings: response.warnings };
      error = statusError(response.status, parseJson(response.text), response.retryAfter);
    } catch (cause) {
      limiter.release({ latencyMs: performance.now() - sentAt, throttled: false });
      if (!(cause instanceof NoAnswer)) throw cause;
      error = failure(cause.type, cause.message).error;
    }
    if (error.status === 401 && !reread && config.token) {
      reread = true;
      config.token(true);
      continue;
    }
    if (error.status === 429) counters.throttled += 1;
    const waitMs = retryWait(error, attempt, Date.now() - startedAt);
    if (waitMs === undefined || exchange.signal?.aborted) return { ok: false, error };
    await sleep(waitMs);
  }
}

/** Milliseconds until the next try; undefined when there is none. A failed webhook call is not tried again here: each try may cost its timeout. */
export function retryWait(error: KubeError, attempt: number, elapsedMs: number, random: () => number = Math.random): number | undefined {
  const throttled = error.status === 429;
  const attempts = throttled ? budget.throttledAttempts : error.type === 'timeout' ? 3 : error.status === 500 ? 4 : budget.attempts;
  if (attempt >= attempts || elapsedMs > (throttled ? budget.throttledTotalMs : budget.totalMs)) return undefined;
  // LIST answers 429 with "storage is (re)initializing" for a kind whose conversion webhook is gone: that does not pass by waiting a second.
  if (/webhook/.test(error.message) && (error.status === 500 || throttled)) return undefined;
  const again = throttled || error.type === 'network' || error.type === 'timeout' || [500, 502, 503, 504].includes(error.status);
  if (!again) return undefined;
  const backoff = Math.min(budget.waitCapMs, budget.waitMs * 2 ** (attempt - 1)) * (0.5 + random());
  return Math.max(backoff, error.retryAfterMs === undefined ? 0 : Math.min(error.retryAfterMs, 10_000) * (1 + random() / 4));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
