import { expect, test } from 'vitest';
import { handleError } from '../entry.server.tsx';
import { pageContext } from '../parts/testing/page-context.server.ts';

test('a page that fails at the database says why in the log, without what somebody typed', () => {
  const logged: unknown[] = [];
  const context = pageContext({ requestId: 'req-1', log: (...entry) => logged.push(entry) });
  const request = new Request('https://home.example.com/installations/new?name=hunter2');
  const error = new Error('Failed query: insert into "services" values ($1)\nparams: hunter2');
  handleError(error, { request, context, params: {} });
  const said = { requestId: 'req-1', url: '/installations/new', chain: [{ message: expect.stringContaining('Failed query') }] };
  expect(logged).toMatchObject([['error', 'a page failed', said]]);
  expect(JSON.stringify(logged)).not.toContain('hunter2');
});
