import type { Report } from '@home-base/schema/wire/agent.ts';
import type { DesiredState, Engine, ReportPhase, RoundResult } from './contract.ts';
import { backoffMs } from './edge/backoff.ts';
import { type Log, messageOf } from './log.ts';

const restMs = 60_000;

export type ConvergeLoop = {
  /** Follows this state from now on; a round for an older one stops early. */
  follow: (desired: DesiredState) => void;
  phase: () => ReportPhase;
  version: () => number | undefined;
  applied: () => Report['applied'];
  last: () => RoundResult | undefined;
  isRunning: () => boolean;
  stop: () => void;
};

/**
 * Rounds of the engine, level-triggered: at a new state at once, after a round that left something undone with backoff, else once a minute, so that
 * removals that wait for time come due. A round with nothing to do makes no request.
 */
export function createConvergeLoop({
  engine,
  log,
  onRound,
}: {
  engine: Pick<Engine, 'converge'>;
  log: Log;
  onRound: (isRunning: boolean) => void;
}): ConvergeLoop {
  let desired: DesiredState | undefined;
  let last: RoundResult | undefined;
  let applied: Report['applied'];
  let phase: ReportPhase = 'starting';
  let attempt = 0;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function round(current: DesiredState): Promise<void> {
    clearTimeout(timer);
    running += 1;
    // A round that repeats a finished one stays quiet: people read the phase.
    if (phase === 'starting' || last?.version !== current.manifest.version) phase = 'applying';
    onRound(true);
    try {
      const result = await engine.converge(current);
      if (current === desired && result.version === current.manifest.version) finish(current, result);
    } catch (error) {
      log('error', 'a round broke off', { version: current.manifest.version, error: messageOf(error) });
      if (current === desired) again(true);
    } finally {
      running -= 1;
      if (!stopped) onRound(running > 0);
    }
  }

  function finish(current: DesiredState, result: RoundResult): void {
    last = result;
    const isDone = result.failed === 0 && result.waiting === 0;
    phase = current.manifest.paused ? 'paused' : result.failed > 0 ? 'failed' : result.waiting > 0 ? 'applying' : 'applied';
    const { version, requests, startedAt, finishedAt } = result;
    if (isDone && !current.manifest.paused && applied?.version !== version)
      applied = { version, requests, startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString() };
    if (result.requests > 0)
      log('info', 'round finished', {
        version,
        requests,
        applied: result.applied,
        unchanged: result.unchanged,
        removed: result.removed,
        failed: result.failed,
        waiting: result.waiting,
        ms: finishedAt.getTime() - startedAt.getTime(),
      });
    again(!isDone);
  }

  function again(isDue: boolean): void {
    attempt = isDue ? attempt + 1 : 0;
    clearTimeout(timer);
    if (!stopped)
      timer = setTimeout(() => desired && void round(desired), isDue ? backoffMs(attempt - 1, { baseMs: 2_000, maxMs: restMs }) : restMs);
  }

  return {
    follow: (next) => {
      desired = next;
      attempt = 0;
      if (!stopped) void round(next);
    },
    phase: () => phase,
    version: () => desired?.manifest.version,
    applied: () => applied,
    last: () => last,
    isRunning: () => running > 0,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
