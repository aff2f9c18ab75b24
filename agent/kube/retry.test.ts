import { expect, it } from 'vitest';
import type { KubeError } from './answer.ts';
import { retryWait } from './retry.ts';

const error = (change: Partial<KubeError>): KubeError => ({
  type: 'status',
  status: 500,
  reason: 'x',
  message: 'x',
  causes: [],
  ...change,
});
const half = () => 0.5;

it.each([
  ['429 waits as long as the server says', error({ status: 429, retryAfterMs: 2000 }), 1, (ms?: number) => ms !== undefined && ms >= 2000],
  ['429 many times', error({ status: 429 }), 10, (ms?: number) => ms !== undefined],
  ['500 a few times', error({}), 3, (ms?: number) => ms !== undefined],
  ['500 not for ever', error({}), 4, (ms?: number) => ms === undefined],
  ['a lost connection', error({ type: 'network', status: 0 }), 1, (ms?: number) => ms === 150],
  ['a failed webhook call is not tried again', error({ message: 'failed calling webhook "a"' }), 1, (ms?: number) => ms === undefined],
  ['a refusal is not tried again', error({ status: 422 }), 1, (ms?: number) => ms === undefined],
  ['an abort is not tried again', error({ type: 'aborted', status: 0 }), 1, (ms?: number) => ms === undefined],
])('%s', (_, problem, attempt, isRight) => expect(isRight(retryWait(problem, attempt, 0, half))).toBe(true));

it('stops when its time is used up', () => {
  expect(retryWait(error({ type: 'network', status: 0 }), 2, 21_000)).toBeUndefined();
  expect(retryWait(error({ status: 429 }), 2, 61_000)).toBeUndefined();
});
