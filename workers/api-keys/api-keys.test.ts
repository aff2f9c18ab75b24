import { expect, test } from 'vitest';
import { actorOfApiKey } from '../accounts/actor-of-api-key.ts';
import { changeMemberRole } from '../orgs/members/change-role.ts';
import { listMembers } from '../orgs/members/list.ts';
import { removeMember } from '../orgs/members/remove.ts';
import { useWorld } from '../testing/use-world.ts';
import { createApiKey } from './create.ts';
import { revokeApiKey } from './revoke.ts';

const { world, org } = useWorld();
const use = async (secret: string) => actorOfApiKey(world().ctx({ type: 'anonymous' }), secret).catch(() => 'refused');
const memberWith = async (role: string) => {
  const { items } = await listMembers(org().as('owner'), { limit: 50 });
  const found = items.find((member) => member.role === role);
  if (!found) throw new Error(`no ${role} in this org`);
  return found.id;
};

test('a key that a key made ends no later than the one that made it', async () => {
  const short = await createApiKey(org().as('admin'), { name: 'ci', role: 'admin', expiresInDays: 1 });
  const actor = await actorOfApiKey(world().ctx({ type: 'anonymous' }), short.secret);
  const child = await createApiKey(world().ctx(actor), { name: 'child', role: 'admin' });
  expect(child.expiresAt).toBe(short.expiresAt);
});

test('an admin cannot revoke the key of an owner', async () => {
  const owners = await createApiKey(org().as('owner'), { name: 'owner key', role: 'owner' });
  await expect(revokeApiKey(org().as('admin'), { apiKeyId: owners.id })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await use(owners.secret)).toMatchObject({ type: 'api_key' });
});

test('stepping down ends the keys above the new role, leaving ends all', async () => {
  const high = await createApiKey(org().as('admin'), { name: 'high', role: 'admin' });
  const low = await createApiKey(org().as('admin'), { name: 'low', role: 'viewer' });
  const memberId = await memberWith('admin');
  await changeMemberRole(org().as('owner'), { memberId, role: 'member' });
  expect(await use(high.secret)).toBe('refused');
  expect(await use(low.secret)).toMatchObject({ role: 'viewer' });
  await removeMember(org().as('owner'), { memberId });
  expect(await use(low.secret)).toBe('refused');
});
