import { expect, test } from 'vitest';
import { type Bucket, take } from './token-bucket.ts';

const rule = { burst: 3, perMinute: 60 };

test('lets a burst through, then as many as the rate, and says when to come back', () => {
  let bucket: Bucket | undefined;
  const at = (nowMs: number) => {
    const taken = take(bucket, rule, nowMs);
    bucket = taken.bucket;
    return taken.retryAfterSeconds;
  };
  expect([at(0), at(0), at(0)]).toEqual([undefined, undefined, undefined]);
  expect(at(0)).toBe(1);
  expect(at(999)).toBe(1);
  expect(at(1000)).toBeUndefined();
  expect(at(1000)).toBe(1);
  expect([at(600_000), at(600_000), at(600_000)]).toEqual([undefined, undefined, undefined]);
  expect(at(600_000)).toBe(1);
});

test('a clock that goes back gives nothing away', () => {
  const empty = { tokens: 0, at: 10_000 };
  expect(take(empty, rule, 0).retryAfterSeconds).toBe(1);
});
