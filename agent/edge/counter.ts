import type { StateStore } from './store.ts';

const name = 'agent-state-counter';

/**
 * The number of the last report, stored before it is sent, so that none is used twice. An enrolled agent without one has lost its state: it goes
 * on above anything it can have used (seconds since 1970), which Home Base sees as a gap.
 */
export async function openCounter(
  store: StateStore,
  { isEnrolledBefore, now = Date.now }: { isEnrolledBefore: boolean; now?: () => number },
): Promise<{ next: () => Promise<number>; leap: () => void }> {
  const data = await store.read('ConfigMap', name);
  const stored = Number(Buffer.from(data?.last ?? []).toString('utf8'));
  const seconds = () => Math.floor(now() / 1000);
  let last = Number.isSafeInteger(stored) && stored > 0 ? stored : isEnrolledBefore ? seconds() : 0;
  return {
    next: async () => {
      const counter = last + 1;
      await store.write('ConfigMap', name, { last: Buffer.from(String(counter)) });
      last = counter;
      return counter;
    },
    leap: () => {
      last = Math.max(last, seconds());
    },
  };
}
