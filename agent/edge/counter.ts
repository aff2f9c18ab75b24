import type { StateStore } from './store.ts';

const name = 'agent-state-counter';
/** So many numbers are taken at a time: a report is then no write to the API server. What a restart leaves unused is skipped. */
const block = 100;

/**
 * The number of the next report. Numbers are stored before one of them is sent, so that none is used twice. An enrolled agent without any has lost its
 * state: it goes on above all that it can have used (seconds since 1970). Home Base sees a skip as a lost report, and asks for everything if the next
 * one is not a full report.
 */
export async function openCounter(
  store: StateStore,
  { isEnrolledBefore, now = Date.now }: { isEnrolledBefore: boolean; now?: () => number },
): Promise<{ next: () => Promise<number>; leap: () => void }> {
  const data = await store.read('ConfigMap', name);
  const stored = Number(Buffer.from(data?.last ?? []).toString('utf8'));
  const seconds = () => Math.floor(now() / 1000);
  let last = Number.isSafeInteger(stored) && stored > 0 ? stored : isEnrolledBefore ? seconds() : 0;
  let taken = last;
  return {
    next: async () => {
      if (last >= taken) {
        const until = last + block;
        await store.write('ConfigMap', name, { last: Buffer.from(String(until)) });
        taken = until;
      }
      last += 1;
      return last;
    },
    leap: () => {
      last = Math.max(last, seconds());
    },
  };
}
