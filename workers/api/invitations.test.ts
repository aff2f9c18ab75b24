import { CreatedInvitation } from '@home-base/schema/wire/orgs.ts';
import { expect, test } from 'vitest';
import { useApi } from '../testing/use-api.ts';

const { client, org } = useApi();

test('adding a member answers an invitation, whose link is shown this once; it is listed until it is revoked', async () => {
  const key = org().keys.admin;
  const json = { email: 'Grace@Example.com', role: 'member' };
  const post = () => client.call('/v1/members', { method: 'POST', key, json, headers: { 'idempotency-key': 'invite-1' } });
  const answer = await post();
  expect(answer.status).toBe(201);
  const { id, link, email } = CreatedInvitation.parse(answer.body);
  expect(email).toBe('grace@example.com');
  expect(link).toMatch(/^https:\/\/home\.example\.com\/invitations\/[\w-]{43}$/);
  expect(await post()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('shown only once') } });

  const list = async () => (await client.call('/v1/invitations', { key: org().keys.viewer })).body;
  const listed = await list();
  expect(listed).toMatchObject({ items: [{ id, email, role: 'member', invitedBy: 'admin key' }], nextCursor: null });
  expect(JSON.stringify(listed)).not.toMatch(/link|hash|token/);
  expect((await client.call('/v1/members', { key })).body).not.toMatchObject({ items: expect.arrayContaining([{ email }]) });

  expect(await client.call(`/v1/invitations/${id}`, { method: 'DELETE', key })).toMatchObject({ status: 204 });
  expect(await list()).toMatchObject({ items: [] });
});

test('a role above one’s own is refused', async () => {
  const json = { email: 'boss@example.com', role: 'owner' };
  expect(await client.call('/v1/members', { method: 'POST', key: org().keys.admin, json })).toMatchObject({ status: 403 });
});
