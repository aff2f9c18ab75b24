import type { Report } from '@home-base/schema/wire/agent.ts';
import type { DesiredState, Engine, ReportPhase, RoundResult } from './contract.ts';
import { backoffMs } from './edge/backoff.ts';
import { type Log, messageOf } from './log.ts';

/** A round that changes nothing makes no request; this one is a net below the engine's own timers. */
const restMs = 600_000;

export type ConvergeLoop = {
  /** Follows this state from now on; a round for an older one stops early. */
  follow: (desired: DesiredState) => void;
  progress: () => { version: number | undefined; phase: ReportPhase; applied: Report['applied'] };
  last: () => RoundResult | undefined;
  stop: () => void;
};

/** Rounds of the engine: one at each new state, and now and then. What failed or waits in a round the engine tries again by itself. */
export function createConvergeLoop({
  engine,
  log,
  onRound,
}: {
  engine: Pick<Engine, 'converge' | 'status'>;
  log: Log;
  onRound: (isRunning: boolean) => void;
}): ConvergeLoop {
  let desired: DesiredState | undefined;
  /** Of the state that is followed now; undefined until its first round is over. */
  let last: RoundResult | undefined;
  let applied: Report['applied'];
  let failures = 0;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function round(current: DesiredState): Promise<void> {
    clearTimeout(timer);
    running += 1;
    onRound(true);
    let delayMs = restMs;
    try {
      const result = await engine.converge(current);
      failures = 0;
      if (current === desired) {
        last = result;
        logRound(result);
      }
    } catch (error) {
      log('error', 'a round broke off', { version: current.manifest.version, error: messageOf(error) });
      delayMs = backoffMs(failures, { baseMs: 1_000 });
      failures += 1;
    } finally {
      running -= 1;
      if (!stopped) onRound(running > 0);
    }
    if (!stopped && current === desired) timer = setTimeout(() => void round(current), delayMs);
  }

  function logRound({ version, requests, applied: done, unchanged, removed, failed, waiting, startedAt, finishedAt }: RoundResult): void {
    const ms = finishedAt.getTime() - startedAt.getTime();
    if (requests > 0) log('info', 'round finished', { version, requests, applied: done, unchanged, removed, failed, waiting, ms });
  }

  function phaseOf({ manifest, entries }: DesiredState): ReportPhase {
    if (manifest.paused) return 'paused';
    if (!last) return 'applying';
    const status = engine.status();
    let phase: ReportPhase = 'applied';
    for (const key of entries.keys()) {
      const state = status.get(key)?.state;
      if (state === 'failed') return 'failed';
      if (state !== 'applied') phase = 'applying';
    }
    return phase;
  }

  return {
    follow: (next) => {
      desired = next;
      last = undefined;
      if (!stopped) void round(next);
    },
    progress: () => {
      if (!desired) return { version: undefined, phase: 'starting', applied };
      const phase = phaseOf(desired);
      const { version } = desired.manifest;
      if (phase === 'applied' && last && applied?.version !== version) {
        const { startedAt, finishedAt, requests } = last;
        applied = { version, startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString(), requests };
      }
      return { version, phase, applied };
    },
    last: () => last,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
