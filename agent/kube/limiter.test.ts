import { describe, expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

describe('the limit of requests under way', () => {
  it('is kept', async () => {
    const limiter = createLimiter({ start: 2 });
    await limiter.acquire();
    await limiter.acquire();
    let third = false;
    const waiting = limiter.acquire().then(() => {
      third = true;
    });
    await Promise.resolve();
    expect([third, limiter.inFlight()]).toEqual([false, 2]);
    limiter.release({ latencyMs: 5, throttled: false });
    await waiting;
    expect(limiter.inFlight()).toBe(2);
  });

  it('grows when it is reached and answers are quick, halves on 429, at most once a second', async () => {
    let clock = 0;
    const limiter = createLimiter({ start: 20, max: 64, now: () => clock });
    const turn = async (count: number, outcome: { latencyMs: number; throttled: boolean }) => {
      const all = Array.from({ length: count }, () => limiter.acquire().then(() => limiter.release(outcome)));
      await Promise.all(all);
    };
    await turn(4000, { latencyMs: 5, throttled: false });
    expect(limiter.limit()).toBe(64);
    clock = 5000;
    await turn(10, { latencyMs: 5, throttled: true });
    expect(limiter.limit()).toBe(32);
    clock = 7000;
    await turn(1, { latencyMs: 3000, throttled: false });
    expect(limiter.limit()).toBe(24);
  });
});
