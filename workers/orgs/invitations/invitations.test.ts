import { auditEvents, invitations, members, users } from '@home-base/schema/db/tables.ts';
import { toId } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { InviteMember } from '@home-base/schema/wire/orgs.ts';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { actorOfApiKey } from '../../accounts/actor-of-api-key.ts';
import { createApiKey } from '../../api-keys/create.ts';
import { revokeApiKey } from '../../api-keys/revoke.ts';
import type { Ctx } from '../../context.ts';
import { withSystem } from '../../db/with-system.ts';
import { useWorld } from '../../testing/use-world.ts';
import { refusalOf, type TestOrg } from '../../testing/world.ts';
import { listMyOrgs } from '../list-mine.ts';
import { changeMemberRole } from '../members/change-role.ts';
import { listMembers } from '../members/list.ts';
import { removeMember } from '../members/remove.ts';
import { acceptInvitation } from './accept.ts';
import { createInvitation } from './create.ts';
import { getInvitation } from './get.ts';
import { listInvitations } from './list.ts';
import { revokeInvitation } from './revoke.ts';

const { world, org } = useWorld();
const system = () => world().ctx({ type: 'system', reason: 'test' });
let count = 0;

/** Someone with an account and no org. */
async function someone(): Promise<{ ctx: Ctx; email: string }> {
  const email = `invited.${process.pid}.${++count}@example.com`;
  const [user] = await withSystem(system(), 'an account of a test', (tx) => tx.insert(users).values({ name: 'Grace', email }).returning());
  if (!user) throw new Error('no user');
  return { email, ctx: world().ctx({ type: 'user', id: toId('user', user.id), name: 'Grace', email, orgId: undefined, role: undefined }) };
}

async function invite(by: Ctx, input: InviteMember) {
  const invitation = await createInvitation(by, input);
  const token = /^http:\/\/127\.0\.0\.1:8787\/invitations\/([\w-]{43})$/.exec(invitation.link)?.[1];
  if (!token) throw new Error(`the link ${invitation.link} has no token`);
  return { ...invitation, token };
}

async function memberId(of: TestOrg, start: string) {
  const found = (await listMembers(of.as('owner'), { limit: 200 })).items.find((each) => each.email.startsWith(start));
  if (!found) throw new Error(`no member ${start}`);
  return found.id;
}

const auditOf = (ctx: Ctx) =>
  withSystem(system(), 'audit rows of a test', (tx) => tx.select().from(auditEvents).where(eq(auditEvents.requestId, ctx.requestId)));
const isIn = async (of: TestOrg, email: string) =>
  (await listMembers(of.as('owner'), { limit: 200 })).items.some((each) => each.email === email);

describe('an invitation', () => {
  test('makes nobody a member before the account with its address accepts it, and then once', async () => {
    const { ctx, email } = await someone();
    const { token, id } = await invite(org().as('admin'), { email: email.toUpperCase(), role: 'member' });
    expect(await isIn(org(), email)).toBe(false);
    expect(await getInvitation(ctx, { token })).toMatchObject({ orgName: org().name, role: 'member', invitedBy: `admin of ${org().name}` });
    expect((await listInvitations(org().as('viewer'), { limit: 50 })).items).toContainEqual(expect.objectContaining({ id, email }));
    expect(await acceptInvitation(ctx, { token })).toEqual({ orgId: org().orgId, orgName: org().name });
    expect(await listMyOrgs(ctx)).toMatchObject([{ id: org().orgId, role: 'member' }]);
    expect((await listInvitations(org().as('viewer'), { limit: 50 })).items.map((each) => each.id)).not.toContain(id);
    expect(await auditOf(ctx)).toMatchObject([
      {
        orgId: org().orgId,
        action: 'member.add',
        actor: { type: 'user', name: 'Grace' },
        after: { email, role: 'member', invitation: id },
      },
    ]);
    expect((await refusalOf(acceptInvitation(ctx, { token }))).code).toBe('gone');
  });

  test('pressed twice at once is accepted once', async () => {
    const { ctx, email } = await someone();
    const { token } = await invite(org().as('owner'), { email, role: 'viewer' });
    const done = await Promise.allSettled([1, 2].map(() => acceptInvitation(ctx, { token })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('tells nothing to, and is not used up by, an account of another address', async () => {
    const { ctx, email } = await someone();
    const thief = await someone();
    const { token } = await invite(org().as('owner'), { email, role: 'admin' });
    for (const refusal of [await refusalOf(getInvitation(thief.ctx, { token })), await refusalOf(acceptInvitation(thief.ctx, { token }))]) {
      expect(refusal).toMatchObject({ code: 'forbidden', publicText: expect.stringContaining(thief.email) });
      expect(refusal.publicText).not.toContain(email);
      expect(refusal.publicText).not.toContain(org().name);
    }
    expect(await isIn(org(), thief.email)).toBe(false);
    await acceptInvitation(ctx, { token });
  });

  test('needs a signed-in person: nobody, and no key, accepts one', async () => {
    const { email } = await someone();
    const { token } = await invite(org().as('owner'), { email, role: 'admin' });
    expect((await refusalOf(acceptInvitation(world().ctx({ type: 'anonymous' }), { token }))).code).toBe('unauthenticated');
    const key = await createApiKey(org().as('owner'), { name: 'k', role: 'owner' });
    const actor = await actorOfApiKey(world().ctx({ type: 'anonymous' }), key.secret);
    expect((await refusalOf(acceptInvitation(world().ctx(actor), { token }))).code).toBe('forbidden');
  });

  test('ends when it is revoked, after seven days, and is not guessed', async () => {
    const { ctx, email } = await someone();
    const first = await invite(org().as('owner'), { email, role: 'viewer' });
    const by = org().as('admin');
    await revokeInvitation(by, { invitationId: first.id });
    expect(await auditOf(by)).toMatchObject([{ action: 'invitation.revoke', before: { email, role: 'viewer' } }]);
    expect(await refusalOf(acceptInvitation(ctx, { token: first.token }))).toMatchObject({
      code: 'gone',
      publicText: expect.stringContaining('revoked'),
    });
    const second = await invite(org().as('owner'), { email, role: 'viewer' });
    const later = { ...ctx, now: () => new Date(Date.now() + 7 * 86_400_000 + 1000) };
    expect(await refusalOf(acceptInvitation(later, { token: second.token }))).toMatchObject({
      code: 'gone',
      publicText: expect.stringContaining('expired'),
    });
    expect((await refusalOf(acceptInvitation(ctx, { token: 'A'.repeat(43) }))).code).toBe('not_found');
    expect(await isIn(org(), email)).toBe(false);
  });

  test('is kept as a hash: neither the database nor the audit log has the token', async () => {
    const { email } = await someone();
    const by = org().as('owner');
    const { token, id } = await invite(by, { email, role: 'viewer' });
    const rows = await withSystem(system(), 'test', (tx) => tx.select().from(invitations).where(eq(invitations.id, id)));
    expect(rows).toMatchObject([{ hash: sha256Hex(token) }]);
    const written = JSON.stringify([rows, await auditOf(by)]);
    expect(written).toContain('invitation.create');
    expect(written).not.toContain(token);
  });
});

describe('who invites', () => {
  test('gives no role above their own, and revokes none', async () => {
    const { email } = await someone();
    expect((await refusalOf(invite(org().as('admin'), { email, role: 'owner' }))).code).toBe('forbidden');
    const { id } = await invite(org().as('owner'), { email, role: 'owner' });
    expect((await refusalOf(revokeInvitation(org().as('admin'), { invitationId: id }))).code).toBe('forbidden');
  });

  test('has to have the right still when it is accepted', async () => {
    const own = await world().makeOrg();
    const { ctx, email } = await someone();
    const { token } = await invite(own.as('admin'), { email, role: 'admin' });
    const admin = await memberId(own, 'admin.');
    await changeMemberRole(own.as('owner'), { memberId: admin, role: 'member' });
    expect(await refusalOf(acceptInvitation(ctx, { token }))).toMatchObject({
      code: 'gone',
      publicText: expect.stringContaining(`admin of ${own.name} may no longer give the role admin`),
    });
    await removeMember(own.as('owner'), { memberId: admin });
    expect((await refusalOf(acceptInvitation(ctx, { token }))).code).toBe('gone');
    expect(await isIn(own, email)).toBe(false);
  });

  test('who stepped down to admin no longer makes an owner', async () => {
    const own = await world().makeOrg();
    const { ctx, email } = await someone();
    const { token } = await invite(own.as('owner'), { email, role: 'owner' });
    await changeMemberRole(own.as('owner'), { memberId: await memberId(own, 'viewer.'), role: 'owner' });
    await changeMemberRole(own.as('owner'), { memberId: await memberId(own, 'owner.'), role: 'admin' });
    expect((await refusalOf(acceptInvitation(ctx, { token }))).code).toBe('gone');
  });

  test('may be a key, as long as it holds', async () => {
    const keyOf = async (expiresInDays: number) => {
      const key = await createApiKey(org().as('owner'), { name: 'inviting', role: 'admin', expiresInDays });
      return { ...key, ctx: world().ctx(await actorOfApiKey(world().ctx({ type: 'anonymous' }), key.secret)) };
    };
    const [works, revoked, expired] = [await keyOf(30), await keyOf(30), await keyOf(1)];
    const invited = await Promise.all(
      [works, revoked, expired].map(async (key) => {
        const { ctx, email } = await someone();
        return { ctx, ...(await invite(key.ctx, { email, role: 'viewer' })) };
      }),
    );
    const [first, second, third] = invited;
    if (!first || !second || !third) throw new Error('three were invited');
    await revokeApiKey(org().as('owner'), { apiKeyId: revoked.id });
    expect(await getInvitation(first.ctx, first)).toMatchObject({ invitedBy: 'inviting' });
    await acceptInvitation(first.ctx, first);
    expect((await refusalOf(acceptInvitation(second.ctx, second))).code).toBe('gone');
    const later = { ...third.ctx, now: () => new Date(Date.now() + 2 * 86_400_000) };
    expect((await refusalOf(acceptInvitation(later, third))).code).toBe('gone');
  });

  test('learns nothing about who has an account', async () => {
    const { email } = await someone();
    const shape = ({ email: _, id: __, link, ...rest }: Awaited<ReturnType<typeof invite>>) => ({
      ...rest,
      token: undefined,
      link: link.replace(/[\w-]{43}$/, 'TOKEN'),
      createdAt: undefined,
      expiresAt: undefined,
    });
    const known = await invite(org().as('owner'), { email, role: 'viewer' });
    const unknown = await invite(org().as('owner'), { email: `nobody.${process.pid}@nowhere.example`, role: 'viewer' });
    expect(shape(known)).toEqual(shape(unknown));
    const again = (address: string) => refusalOf(invite(org().as('owner'), { email: address, role: 'viewer' }));
    expect((await again(email)).publicText.replace(email, 'X')).toBe((await again(unknown.email)).publicText.replace(unknown.email, 'X'));
  });

  test('is told of a member and of an open invitation instead of making a second one', async () => {
    const { ctx, email } = await someone();
    const { token, id } = await invite(org().as('owner'), { email, role: 'viewer' });
    expect(await refusalOf(invite(org().as('owner'), { email, role: 'viewer' }))).toMatchObject({
      code: 'conflict',
      publicText: expect.stringContaining('open invitation'),
    });
    await acceptInvitation(ctx, { token });
    expect(await refusalOf(invite(org().as('owner'), { email, role: 'viewer' }))).toMatchObject({
      code: 'conflict',
      publicText: expect.stringContaining('member already'),
    });
    expect(await refusalOf(revokeInvitation(org().as('owner'), { invitationId: id }))).toMatchObject({
      code: 'conflict',
      publicText: expect.stringContaining('accepted'),
    });
  });

  test('a member stays with their role when an older invitation is opened', async () => {
    const { ctx, email } = await someone();
    const { token } = await invite(org().as('owner'), { email, role: 'viewer' });
    const user = ctx.actor.type === 'user' ? ctx.actor.id : undefined;
    if (!user) throw new Error('no user');
    await withSystem(system(), 'test', (tx) => tx.insert(members).values({ orgId: org().orgId, userId: user, role: 'member' }));
    expect((await refusalOf(acceptInvitation(ctx, { token }))).code).toBe('conflict');
    expect(await listMyOrgs(ctx)).toMatchObject([{ role: 'member' }]);
  });
});
