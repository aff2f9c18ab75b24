import { toId } from '@home-base/schema/ids/id.ts';
import { describe, expect, test } from 'vitest';
import { pageContext } from '../parts/testing/page-context.server.ts';
import { requireSignedIn } from './console.server.ts';

const orgId = toId('org', '01890a5d-ac96-774b-bcce-b302099a8001');

const userId = toId('user', '01890a5d-ac96-774b-bcce-b302099a8002');

/** What becomes of a request of someone who is in no org: where they are sent, what they are told, or nothing. */
async function visit(path: string, { cookie = '', method = 'GET' }: { cookie?: string; method?: string }) {
  const context = pageContext({
    actor: { type: 'user', id: userId, name: 'Ada', email: 'ada@example.com', orgId: undefined, role: undefined },
  });
  const request = new Request(`http://127.0.0.1${path}`, { method, headers: { cookie } });
  const middleware: unknown = requireSignedIn;
  if (typeof middleware !== 'function') throw new Error('no middleware');
  try {
    return await middleware({ request, context });
  } catch (thrown) {
    return thrown instanceof Response ? thrown.headers.get('location') : thrown;
  }
}

describe('whose browser names an org that they are no member of', () => {
  const cookie = `hb_session=x; hb_org=${orgId}`;

  test('chooses another one on the account page', async () => {
    for (const path of ['/members', '/installations', '/installations/new.data']) expect(await visit(path, { cookie })).toBe('/account');
    for (const path of ['/account', '/orgs/new']) expect(await visit(path, { cookie })).toBeUndefined();
  });

  test('writes into none', async () => {
    for (const path of ['/members', '/api-keys.data', '/installations/new'])
      expect(await visit(path, { cookie, method: 'POST' })).toMatchObject({
        init: { status: 409 },
        data: { code: 'conflict', detail: expect.stringContaining('nothing was changed') },
      });
    expect(await visit('/orgs/switch', { cookie, method: 'POST' })).toBeUndefined();
  });
});

test('who is in no org at all makes one', async () => {
  expect(await visit('/members', {})).toBe('/orgs/new');
});
