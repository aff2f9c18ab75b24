import { expect, test } from 'vitest';
import { pageContext } from '../../../parts/testing/page-context.server.ts';
import { action } from './import.server.ts';

const viewer = {
  type: 'user',
  id: 'user_01k4m2r8fhe9qv7n3p5s6t8w9x',
  name: 'Vic',
  email: 'vic@example.com',
  orgId: 'org_01k4m2r8fhe9qv7n3p5s6t8w9x',
  role: 'viewer',
} as const;

test.each([
  { who: 'a viewer', actor: viewer, refusal: { init: { status: 403 } } },
  { who: 'nobody', actor: { type: 'anonymous' } as const, refusal: { status: 302 } },
])('a form to import is not read for $who', async ({ actor, refusal }) => {
  const url = new URL('https://home.example.com/installations/inst_01k4m2r8fhe9qv7n3p5s6t8w9x/projects/import');
  const request = new Request(url, { method: 'POST', body: new URLSearchParams({ document: '{"payload":{}}' }) });
  const params = { installationId: 'inst_01k4m2r8fhe9qv7n3p5s6t8w9x' };
  const pattern = '/installations/:installationId/projects/import';
  await expect(action({ request, params, url, pattern, context: pageContext({ actor }) })).rejects.toMatchObject(refusal);
  expect(request.bodyUsed).toBe(false);
});
