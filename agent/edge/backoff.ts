import { EdgeUnavailable } from './request.ts';

/** Delay before try `attempt` (0, 1, …): doubles from `baseMs` to `maxMs`, anywhere in its upper half, so that agents do not return in step. */
export function backoffMs(attempt: number, { baseMs = 500, maxMs = 60_000 }: { baseMs?: number; maxMs?: number } = {}): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 20));
  return full / 2 + (Math.random() * full) / 2;
}

/** What the other side asked for, else the backoff. */
export function retryDelayMs(error: unknown, attempt: number, bounds?: { baseMs?: number; maxMs?: number }): number {
  const delay = backoffMs(attempt, bounds);
  return error instanceof EdgeUnavailable && error.retryAfterMs !== undefined ? Math.max(error.retryAfterMs, delay) : delay;
}

/** True where a later try may succeed: no answer, 408, 429, 5xx. */
export function isTransient(error: unknown): boolean {
  return error instanceof EdgeUnavailable && (error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500);
}

/** Waits, or ends early when the signal fires. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
}

/** Runs up to `attempts` times while the failure is transient. */
export async function withRetries<T>(run: () => Promise<T>, { attempts, signal }: { attempts: number; signal: AbortSignal }): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt + 1 >= attempts || signal.aborted || !isTransient(error)) throw error;
      await pause(retryDelayMs(error, attempt), signal);
    }
  }
}
