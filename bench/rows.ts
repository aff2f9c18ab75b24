// Measurements → lines of the table, each beside its goal of DESIGN.md section 8. Pure.
import type { Race } from './cold-apply.ts';
import type { Edit } from './edits.ts';
import type { Grown, Idle } from './growth.ts';
import type { Row } from './results.ts';
import { type Samples, summarize } from './samples.ts';

const mb = (bytes: number) => Math.round(bytes / 1e6);
const ms = (value: number) => (value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);
const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
const median = (values: readonly number[]) => summarize(values).p50;

/**
 * Rates are those of the best round: what else ran on the machine only ever takes away. Shares are the median of each round's own, because a round's
 * runs are neighbours in time.
 */
export function coldApplyRow(race: Race, goal: { limitShare: number; kubectl: number; flux: number; helm?: number }): Row {
  const { ours = [], raw = [], ...others } = race.seconds;
  const rate = (seconds: readonly number[]) => Math.round(race.count / summarize(seconds).min);
  const times = (seconds: readonly number[]) =>
    median(ours.slice(0, seconds.length).map((each, round) => (seconds[round] ?? Number.NaN) / each));
  const share = times(raw);
  // What did not run is held neither against us nor for us: the table shows who is there.
  const wanted = { 'kubectl apply --server-side': goal.kubectl, 'Flux apply engine': goal.flux, 'helm install': goal.helm };
  const isAhead = Object.entries(wanted).every(([who, factor]) => factor === undefined || !others[who] || times(others[who]) >= factor);
  return {
    what: `cold apply, ${race.count.toLocaleString('en')} ${race.shape === 'mixed' ? 'mixed objects' : 'ConfigMaps'}`,
    ours: `${rate(ours)}/s, ${Math.round(100 * share)} % of raw`,
    others: Object.entries(others)
      .map(([who, seconds]) => `${who.split(' ')[0]} ${rate(seconds)}/s (we are ${times(seconds).toFixed(1)}×)`)
      .join(', '),
    limit: `${rate(raw)}/s`,
    goal: `≥ ${Math.round(goal.limitShare * 100)} % of raw, ≥ ${goal.kubectl}× kubectl, ≥ ${goal.flux}× Flux${goal.helm ? `, ≥ ${goal.helm}× helm` : ''}`,
    reached: share >= goal.limitShare && isAhead,
  };
}

export function unchangedRow(race: Race): Row {
  const requests = Math.max(...race.unchanged.map((round) => round.apiRequests));
  const cpu = median(race.unchanged.map((round) => round.cpuMs));
  const again = Object.entries(race.again).map(([who, seconds]) => `${who.split(' ')[0]} ${median(seconds).toFixed(1)} s`);
  return {
    what: `nothing changed, ${race.count.toLocaleString('en')} objects, one round`,
    ours: `${requests} API requests, ${cpu.toFixed(1)} ms CPU`,
    others: again.join(', ') || '–',
    limit: '0',
    goal: '0 API requests, < 5 ms CPU',
    reached: requests === 0 && cpu < 5,
  };
}

/** Without a goal: those of DESIGN.md are the whole agent's. */
export function engineMemoryRow(race: Race): Row {
  const settled = Math.max(...race.rss.map((each) => each.settled));
  const peak = Math.max(...race.rss.map((each) => each.peak));
  return {
    what: `memory of the engine alone, ${race.count.toLocaleString('en')} ${race.shape === 'mixed' ? 'mixed' : 'ConfigMaps'}`,
    ours: `${mb(settled)} MB (peak ${mb(peak)})`,
    others: '–',
    limit: '43 MB (empty Node)',
    goal: '–',
    reached: undefined,
  };
}

export function agentMemoryRow(grown: Grown, goalMb: number): Row {
  return {
    what: `memory of the whole agent, ${grown.objects.toLocaleString('en')} objects`,
    ours: `${mb(grown.rssBytes)} MB (peak ${mb(grown.peakBytes)})`,
    others: '–',
    limit: '43 MB (empty Node)',
    goal: `≤ ${goalMb} MB`,
    reached: mb(grown.rssBytes) <= goalMb,
  };
}

export function idleRow(objects: number, { seconds, apiRequests, factRequests, cpuMs, bytesToHomeBase, exchanges }: Idle): Row {
  // Requests that keep a watch standing are counted too: one a kind every half hour or so.
  return {
    what: `nothing changed, whole agent, ${objects.toLocaleString('en')} objects, ${seconds} s`,
    ours: `${apiRequests} API requests and ${factRequests} for facts, ${cpuMs} ms CPU, ${kb(bytesToHomeBase)} to Home Base in ${exchanges} exchanges`,
    others: '–',
    limit: '0',
    goal: '0 API requests, ≤ 1 KB a round',
    reached: apiRequests === 0 && bytesToHomeBase <= 1024 * Math.max(1, exchanges),
  };
}

export function editRow(edits: readonly Edit[], objects: number): Row {
  const { p50, p99 } = summarize(edits.map((edit) => edit.firstPatchMs));
  return {
    what: `edit in Home Base → first PATCH, ${objects.toLocaleString('en')} objects`,
    ours: `p50 ${ms(p50)}, p99 ${ms(p99)} (answered after ${ms(median(edits.map((edit) => edit.answeredMs)))})`,
    others: 'polling tools: 5 s to 3 min',
    limit: '–',
    goal: 'p50 < 500 ms, p99 < 3 s',
    reached: p50 < 500 && p99 < 3000,
  };
}

export function fetchedRow(edits: readonly Edit[], objects: number): Row {
  const { p50, max } = summarize(edits.map((edit) => edit.bytesFetched));
  return {
    what: `one changed resource in ${objects.toLocaleString('en')}: fetched`,
    ours: `${kb(p50)} (most ${kb(max)})`,
    others: '–',
    limit: '–',
    goal: '≤ 64 KB',
    reached: max <= 64 * 1024,
  };
}

export function driftRow(times: readonly number[]): Row {
  const { p50, p99 } = summarize(times);
  return {
    what: 'drift by another client → corrected',
    ours: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    others: 'Argo CD, Fleet: 5 s by default',
    limit: '–',
    goal: 'p50 < 1 s',
    reached: p50 < 1000,
  };
}

export function publishRow(times: readonly number[], objects: number, goalMs: number | undefined): Row {
  const { p50, p99 } = summarize(times);
  return {
    what: `publish one edit, all batteries, ${objects.toLocaleString('en')} objects`,
    ours: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    others: '–',
    limit: '–',
    goal: goalMs ? `< ${goalMs} ms` : '–',
    reached: goalMs ? p50 < goalMs : undefined,
  };
}

export function enrolRow(enrolMs: number): Row {
  return {
    what: 'paste of the install command → first report',
    ours: `${(enrolMs / 1000).toFixed(1)} s`,
    others: '–',
    limit: '–',
    goal: '< 30 s',
    reached: enrolMs < 30_000,
  };
}

export function pageRows(pages: Record<string, Samples>): Row[] {
  return Object.entries(pages).map(([name, { p50, p99 }]) => ({
    what: `50,000 resources, ${name}`,
    ours: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    others: '–',
    limit: '–',
    goal: '< 200 ms',
    reached: p50 < 200,
  }));
}
