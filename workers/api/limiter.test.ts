import { afterEach, expect, test, vi } from 'vitest';
import { Limiter } from './limiter.ts';

afterEach(() => void vi.useRealTimers());

/** A Durable Object's storage, and a limiter on it that may be evicted from memory. */
function world() {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  const kept = new Map<string, unknown>();
  let alarmAt: number | null = null;
  const storage = {
    get: async (key: string) => kept.get(key),
    put: async (key: string, value: unknown) => void kept.set(key, value),
    getAlarm: async () => alarmAt,
    setAlarm: async (timeMs: number) => {
      alarmAt = timeMs;
    },
    deleteAll: async () => kept.clear(),
  };
  let limiter = new Limiter({ storage });
  const evict = () => {
    limiter = new Limiter({ storage });
  };
  const take = async () => {
    const body = JSON.stringify({ burst: 10, perMinute: 1 });
    return (await limiter.fetch(new Request('https://limiter/take', { method: 'POST', body }))).status;
  };
  /** Time goes on, and alarms ring when they are due. */
  const wait = async (ms: number) => {
    const until = Date.now() + ms;
    while (alarmAt !== null && alarmAt <= until) {
      vi.setSystemTime(alarmAt);
      alarmAt = null;
      await limiter.alarm();
    }
    vi.setSystemTime(until);
  };
  return { take, wait, evict, kept };
}

test.each([false, true])('an empty bucket fills no faster because it was forgotten (evicted: %s)', async (isEvicted) => {
  const { take, wait, evict, kept } = world();
  for (let number = 0; number < 10; number += 1) expect(await take()).toBe(204);
  await wait(9 * 60_000);
  expect(await take()).toBe(204);
  for (let number = 0; number < 8; number += 1) await take();
  if (isEvicted) evict();
  // The first alarm is due while the bucket is empty.
  await wait(2 * 60_000);
  expect([await take(), await take(), await take()]).toEqual([204, 204, 429]);
  await wait(11 * 60_000);
  expect(kept.size).toBe(0);
});
