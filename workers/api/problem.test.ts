import { expect, test } from 'vitest';
import { problemOf } from './problem.ts';

test('a bug at the database is logged with its query, without what somebody typed', () => {
  const logged: unknown[] = [];
  const error = new Error('Failed query: insert into "services" values ($1)\nparams: hunter2');
  problemOf(error, { requestId: 'req-1', log: (...entry) => logged.push(entry) });
  expect(logged).toMatchObject([['error', 'a request failed', { chain: [{ message: expect.stringContaining('Failed query') }] }]]);
  expect(JSON.stringify(logged)).not.toContain('hunter2');
});
