import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { type Facts, mostResources, type Report, ReportResponse, type ResourceReport } from '@home-base/schema/wire/agent.ts';
import type { Engine, ReportPhase } from '../contract.ts';
import { type Log, messageOf } from '../log.ts';
import { pause, retryDelayMs } from './backoff.ts';
import { parseJson } from './json-door.ts';
import type { RefusalRecord } from './refusal.ts';
import { EdgeRefusal } from './refusal.ts';
import { EdgeUnavailable, type Requester, wasNotTaken } from './request.ts';
import type { Signer } from './sign-request.ts';

const chunkSize = 1000;
const debounceMs = 300;
const factsMs = 120_000;

export type ReportSource = Pick<Engine, 'status' | 'takeChanges' | 'putBack' | 'heldRemovals' | 'facts' | 'pods'>;
/** What the converge loop knows of itself. */
export type Progress = { version: number | undefined; phase: ReportPhase; applied: Report['applied'] };

export type ReporterOptions = {
  requester: Requester;
  signer: Signer;
  counter: { next: () => Promise<number>; leap: () => void };
  engine: ReportSource;
  refusals: RefusalRecord;
  progress: () => Progress;
  agent: { version: string; startedAt: Date };
  log: Log;
};

export type Reporter = {
  changed: () => void /** Sends what is due, waits for the answer at most this long, and ends the loop. */;
  stop: (graceMs: number) => Promise<void>;
  stats: () => { sent: number; failed: number };
};

/**
 * Tells Home Base what is so: first everything, then only what changed, everything again when asked. What a failed report carried goes back to its
 * owners and is merged with what is newer, so an hour offline costs no more memory than the objects have keys.
 */
export function startReporter({ requester, signer, counter, engine, refusals, progress, agent, log }: ReporterOptions): Reporter {
  const stopped = new AbortController();
  const stats = { sent: 0, failed: 0 };
  let isDue = true;
  let isFullDue = true;
  let unused: number | undefined;
  let sentFacts = '';
  let areFactsAway = false;
  let sentPods = 0;
  let sentProgress = '';
  let wake = () => {};
  let rest: ResourceReport[] = [];
  let conflicts = 0;

  async function nextFacts(): Promise<Facts | undefined> {
    try {
      const facts = await engine.facts();
      areFactsAway = false;
      return canonicalText(facts) === sentFacts ? undefined : facts;
    } catch (error) {
      log(areFactsAway ? 'debug' : 'warn', 'facts of the cluster are not to be had now', { error: messageOf(error) });
      areFactsAway = true;
      return undefined;
    }
  }

  async function sendOne(): Promise<void> {
    const facts = await nextFacts();
    // Before anything is taken from its owners: the number may have to be stored, and the API server may be away.
    unused ??= await counter.next();
    const number = unused;
    const full = isFullDue;
    const changes = engine.takeChanges();
    const resources = full ? [...engine.status().values()] : [...newest(rest, changes)];
    const sending = resources.slice(0, full ? mostResources : chunkSize);
    rest = resources.slice(sending.length);
    const gone = changes.gone.slice(0, 5000);
    const refused = refusals.take();
    const now = progress();
    const pods = engine.pods();
    const report: Report = {
      counter: number,
      sentAt: new Date().toISOString(),
      agent: { version: agent.version, startedAt: agent.startedAt.toISOString(), rssBytes: process.memoryUsage.rss() },
      ...(now.version === undefined ? {} : { version: now.version }),
      phase: now.phase,
      ...(now.applied ? { applied: now.applied } : {}),
      full,
      resources: sending,
      gone: full ? [] : gone,
      ...(facts ? { facts } : {}),
      ...(pods.revision === sentPods ? {} : { pods: pods.rows() }),
      refusals: refused,
      heldRemovals: engine.heldRemovals().slice(0, 5000),
    };
    try {
      const { bytes } = await requester.send({
        method: 'POST',
        path: '/v1/agent/reports',
        body: report,
        capBytes: 64 << 10,
        signer,
        signal: stopped.signal,
        isRepeatable: false,
      });
      const { resync } = parseJson(ReportResponse, bytes, 'the answer to a report');
      unused = undefined;
      stats.sent += 1;
      conflicts = 0;
      isFullDue = resync;
      if (facts) sentFacts = canonicalText(facts);
      sentPods = resync ? 0 : pods.revision;
      sentProgress = canonicalText(now);
      if (gone.length < changes.gone.length && !full) engine.putBack({ changed: [], gone: changes.gone.slice(gone.length) });
      isDue ||= resync || rest.length > 0 || (gone.length < changes.gone.length && !full);
    } catch (error) {
      stats.failed += 1;
      rest = [];
      refusals.putBack(refused);
      // Part of a full state may have arrived: only the whole again is sure to be right.
      if (resources.length > sending.length) isFullDue = true;
      engine.putBack(full ? changes : { changed: [...resources], gone: changes.gone });
      isDue = true;
      if (!wasNotTaken(error)) {
        // It may have been taken and only the answer got lost. The same number again would look like a twin of this agent; a skipped one
        // only makes Home Base ask for everything, which is sent at once.
        unused = undefined;
        isFullDue = true;
      }
      if (error instanceof EdgeUnavailable && error.status === 409) {
        conflicts += 1;
        if (conflicts > 1) counter.leap();
      }
      throw error;
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; ) {
      if (!isDue) await new Promise<void>((resolve) => (wake = resolve));
      if (stopped.signal.aborted) return;
      // The first report goes at once; later ones gather what changes together.
      if (stats.sent > 0 && rest.length === 0) await pause(debounceMs, stopped.signal);
      if (stopped.signal.aborted) return;
      isDue = false;
      try {
        await sendOne();
        failures = 0;
      } catch (error) {
        isDue = true;
        if (stopped.signal.aborted) return;
        if (error instanceof EdgeRefusal) refusals.record(error.code, error.message);
        log(failures === 0 ? 'warn' : 'debug', 'a report was not accepted; it is sent again', { error: messageOf(error) });
        await pause(retryDelayMs(error, failures), stopped.signal);
        failures += 1;
      }
    }
  }

  const changed = () => {
    isDue = true;
    wake();
  };
  const timer = setInterval(() => {
    void nextFacts().then((facts) => (facts || sentProgress !== canonicalText(progress())) && changed());
  }, factsMs);
  const running = run();

  return {
    changed,
    stats: () => ({ ...stats }),
    stop: async (graceMs) => {
      clearInterval(timer);
      const grace = setTimeout(() => stopped.abort(), graceMs);
      if (graceMs > 0 && isDue && stats.failed === 0) await Promise.race([waitUntilSent(), running]);
      clearTimeout(grace);
      stopped.abort();
      wake();
      await running;
    },
  };

  async function waitUntilSent(): Promise<void> {
    while (isDue && stats.failed === 0 && !stopped.signal.aborted) await pause(20, stopped.signal);
  }
}

/** Leftovers of the last chunk below what changed since. */
function newest(
  rest: readonly ResourceReport[],
  changes: { changed: readonly ResourceReport[]; gone: readonly string[] },
): Iterable<ResourceReport> {
  const merged = new Map(rest.map((resource) => [resource.key, resource]));
  for (const resource of changes.changed) merged.set(resource.key, resource);
  for (const key of changes.gone) merged.delete(key);
  return merged.values();
}
