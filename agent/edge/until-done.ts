import type { Refusals } from '../contract.ts';
import { type Log, messageOf } from '../log.ts';
import { pause, retryDelayMs } from './backoff.ts';
import { EdgeRefusal } from './refusal.ts';

/** Runs until it succeeds or the agent stops: what a start needs may be away (API server, Home Base) or served wrongly for a while. `isFinal` errors are thrown. */
export async function untilDone<T>(
  what: string,
  run: () => Promise<T>,
  {
    log,
    refusals,
    signal,
    isFinal = () => false,
  }: { log: Log; refusals: Refusals; signal: AbortSignal; isFinal?: (error: unknown) => boolean },
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (isFinal(error)) throw error;
      if (error instanceof EdgeRefusal) refusals.record(error.code, error.message);
      log(attempt === 0 ? 'warn' : 'debug', `waiting for ${what}`, { error: messageOf(error) });
      await pause(retryDelayMs(error, attempt, { baseMs: 500, maxMs: 30_000 }), signal);
      if (signal.aborted) throw error;
    }
  }
}
