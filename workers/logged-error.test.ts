import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { loggedError } from './logged-error.ts';

const typed = 'hunter2-secret\n    at the end (of/a/value.ts:1:1)\nparams: hunter2-secret';
const failed = () =>
  new DrizzleQueryError('insert into "services" values ($1)', [typed], Object.assign(new Error('too long'), { code: '22001' }));

test('a log has the query, its calls and why it failed, and none of its values', () => {
  const logged = loggedError(new Error('the service was not stored', { cause: failed() }));
  const text = JSON.stringify(logged);
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('at the end');
  expect(logged).toMatchObject({
    sqlState: '22001',
    chain: [
      { message: 'the service was not stored' },
      {
        message: 'Failed query: insert into "services" values ($1)\nparams: (left out)',
        stack: expect.stringMatching(/params: \(left out\)\n {4}at .*logged-error\.test\.ts/),
      },
      { message: 'too long' },
    ],
  });
});

test('values stay out of the log also when the error was reworded, wrapped into a text or is no Error', () => {
  const reworded = failed();
  expect(reworded.stack).toContain('hunter2');
  reworded.message = 'another text';
  const { message } = failed();
  for (const error of [reworded, new Error(`it did not work: ${message}`), message]) {
    const text = JSON.stringify(loggedError(error));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('params: (left out)');
  }
});
