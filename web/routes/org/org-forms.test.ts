import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import type { RouterContextProvider } from 'react-router';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { pageContext } from '../../parts/testing/page-context.server.ts';
import { action as installationsNew } from '../installations/new.server.ts';
import { action as apiKeys } from './api-keys.server.ts';
import { action as members } from './members.server.ts';
import {
  changeMemberRole,
  createApiKey,
  createInstallation,
  createInvitation,
  listMyOrgs,
  removeMember,
  revokeApiKey,
  revokeInvitation,
} from './testing/verbs.server.ts';

// The verbs have tests over a real database; here it matters whether they are called.
vi.mock('@home-base/workers/orgs/list-mine.ts');
vi.mock('@home-base/workers/orgs/invitations/create.ts');
vi.mock('@home-base/workers/orgs/invitations/revoke.ts');
vi.mock('@home-base/workers/orgs/members/change-role.ts');
vi.mock('@home-base/workers/orgs/members/remove.ts');
vi.mock('@home-base/workers/api-keys/create.ts');
vi.mock('@home-base/workers/api-keys/revoke.ts');
vi.mock('@home-base/workers/installations/create.ts');

const uuid = (last: number) => `01890a5d-ac96-774b-bcce-b302099a800${last}`;
const [a, b, left] = [toId('org', uuid(1)), toId('org', uuid(2)), toId('org', uuid(3))];
const memberId = toId('member', uuid(4));

beforeEach(() => {
  vi.resetAllMocks();
  const createdAt = '2026-11-01T00:00:00.000Z';
  vi.mocked(listMyOrgs).mockResolvedValue([
    { id: a, name: 'Acme', role: 'owner', createdAt },
    { id: b, name: 'Bolt', role: 'owner', createdAt },
  ]);
  vi.mocked(createInstallation).mockResolvedValue(
    Object.assign(Object.create(null), { id: toId('installation', uuid(5)), name: 'staging', derived: { batteries: [] } }),
  );
  vi.mocked(changeMemberRole).mockResolvedValue({
    id: memberId,
    userId: toId('user', uuid(6)),
    name: 'Ada',
    email: '',
    role: 'viewer',
    createdAt,
  });
});

type Action = (args: { request: Request; context: RouterContextProvider }) => Promise<unknown>;
const forms: { what: string; action: Action; fields: Record<string, string>; verb: { mock: { calls: unknown[][] } } }[] = [
  {
    what: 'invite',
    action: run(members),
    fields: { intent: 'invite', email: 'x@example.com', role: 'admin' },
    verb: vi.mocked(createInvitation),
  },
  {
    what: 'change a role',
    action: run(members),
    fields: { intent: 'change', memberId, role: 'viewer' },
    verb: vi.mocked(changeMemberRole),
  },
  { what: 'remove a member', action: run(members), fields: { intent: 'remove', memberId }, verb: vi.mocked(removeMember) },
  {
    what: 'revoke an invitation',
    action: run(members),
    fields: { intent: 'revoke', invitationId: toId('invitation', uuid(7)) },
    verb: vi.mocked(revokeInvitation),
  },
  { what: 'make a key', action: run(apiKeys), fields: { intent: 'create', name: 'ci', role: 'admin' }, verb: vi.mocked(createApiKey) },
  {
    what: 'revoke a key',
    action: run(apiKeys),
    fields: { intent: 'revoke', apiKeyId: toId('apiKey', uuid(8)) },
    verb: vi.mocked(revokeApiKey),
  },
  {
    what: 'create an installation',
    action: run(installationsNew),
    fields: { name: 'staging', usage: 'development', provider: 'kind' },
    verb: vi.mocked(createInstallation),
  },
];

/** The rest of what React Router gives an action is not read by these. */
function run(action: unknown): Action {
  if (typeof action !== 'function') throw new Error('not an action');
  return async (args) => action(args);
}

async function send({ action, fields }: (typeof forms)[number], { drawnFor, here }: { drawnFor: string | undefined; here: Id<'org'> }) {
  const body = new URLSearchParams(fields);
  if (drawnFor !== undefined) body.set('orgId', drawnFor);
  const context = pageContext({
    actor: { type: 'user', id: toId('user', uuid(6)), name: 'Ada', email: 'ada@example.com', orgId: here, role: 'owner' },
  });
  const request = new Request('http://127.0.0.1/', { method: 'POST', body });
  return action({ request, context }).catch((thrown: unknown) => thrown);
}

describe.each(forms)('the form to $what', (form) => {
  test('of another tab’s org changes nothing in the one that is current now, and says which is which', async () => {
    const answer = await send(form, { drawnFor: a, here: b });
    expect(form.verb).not.toHaveBeenCalled();
    expect(answer).toMatchObject({ init: { status: 409 } });
    expect(JSON.stringify(answer)).toContain('You are in another organization now (Bolt): switch back to Acme, or load this page anew.');
  });

  test('of an org that one has left, or of none, changes nothing either', async () => {
    for (const drawnFor of [left, undefined]) {
      const answer = await send(form, { drawnFor, here: b });
      expect(answer).toMatchObject({ init: { status: 409 } });
      expect(JSON.stringify(answer)).toContain('not in the one that this page was for');
    }
    expect(form.verb).not.toHaveBeenCalled();
  });

  test('of the current org does what it says', async () => {
    await send(form, { drawnFor: b, here: b });
    expect(form.verb).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(form.verb.mock.calls[0]?.[1])).not.toContain('orgId');
  });
});

test('every form of an org’s pages says which org it was drawn for', () => {
  const org = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.tsx') && file !== 'new.tsx')
    .map((file) => join(import.meta.dirname, file));
  for (const file of [...org, join(import.meta.dirname, '../installations/new.tsx')]) {
    const forms = readFileSync(file, 'utf8')
      .split('<Form')
      .slice(1)
      .filter((form) => form.includes('method="post"'));
    for (const form of forms) expect(form.split('</Form>')[0], file).toContain('<OrgField');
  }
});
