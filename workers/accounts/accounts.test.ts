import { members } from '@home-base/schema/db/tables.ts';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../api-keys/create.ts';
import { revokeApiKey } from '../api-keys/revoke.ts';
import { withSystem } from '../db/with-system.ts';
import { listMyOrgs } from '../orgs/list-mine.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { actorOfApiKey } from './actor-of-api-key.ts';
import { actorOfSession, namesOrg } from './session.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { signUp } from './sign-up.ts';

const { world, org } = useWorld();
const anonymous = () => world().ctx({ type: 'anonymous' });
const cookieOf = (setCookies: string[]) => new Headers({ cookie: setCookies.map((cookie) => cookie.split(';')[0]).join('; ') });
let count = 0;
const person = () => ({
  name: 'Ada',
  email: `Ada.${process.pid}.${++count}@Example.com`,
  password: 'correct horse battery',
  client: '127.0.0.1',
});

describe('accounts', () => {
  test('signing up makes an org of one’s own and a session that says who one is', async () => {
    const ada = person();
    const { userId, orgId, setCookies } = await signUp(anonymous(), ada);
    const actor = await actorOfSession(anonymous(), cookieOf(setCookies));
    expect(actor).toMatchObject({ type: 'user', id: userId, orgId, role: 'owner', email: ada.email.toLowerCase() });
    expect(await listMyOrgs(world().ctx(actor))).toMatchObject([{ id: orgId, name: 'Ada’s organization', role: 'owner' }]);
    for (const cookie of setCookies) expect(cookie).toMatch(/HttpOnly/i);
  });

  test('an address is taken once, whatever its case', async () => {
    const ada = person();
    await signUp(anonymous(), ada);
    const refusal = await refusalOf(signUp(anonymous(), { ...ada, email: ada.email.toUpperCase() }));
    expect(refusal).toMatchObject({ code: 'conflict', issues: [{ path: 'email' }] });
  });

  test('a wrong password and an unknown address are refused with the same words', async () => {
    const ada = person();
    await signUp(anonymous(), ada);
    const wrong = await refusalOf(signIn(anonymous(), { ...ada, password: 'wrong password' }));
    const unknown = await refusalOf(signIn(anonymous(), { ...ada, email: 'nobody@example.com' }));
    expect(wrong.code).toBe('unauthenticated');
    expect(unknown.publicText).toBe(wrong.publicText);
  });

  test('a session ends when its user signs out, also for a thief of the cookie', async () => {
    const ada = person();
    await signUp(anonymous(), ada);
    const cookie = cookieOf((await signIn(anonymous(), ada)).setCookies);
    expect(await actorOfSession(anonymous(), cookie)).toMatchObject({ type: 'user' });
    await signOut(anonymous(), cookie);
    expect(await actorOfSession(anonymous(), cookie)).toEqual({ type: 'anonymous' });
  });

  test('a session cookie with a changed byte is nobody', async () => {
    const { setCookies } = await signUp(anonymous(), person());
    const text = cookieOf(setCookies).get('cookie') ?? '';
    const forged = text.replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    expect(await actorOfSession(anonymous(), new Headers({ cookie: forged }))).toEqual({ type: 'anonymous' });
  });
});

describe('the org of the cookie', () => {
  const inOrg = (setCookies: string[], orgId: string) =>
    new Headers({ cookie: [...setCookies.map((cookie) => cookie.split(';')[0]), `hb_org=${orgId}`].join('; ') });

  test('is the one that a person acts in, as long as they are a member of it; no other one takes its place', async () => {
    const ada = person();
    const { userId, orgId: own, setCookies } = await signUp(anonymous(), ada);
    const there = inOrg(setCookies, org().orgId);
    const system = world().ctx({ type: 'system', reason: 'test' });
    await withSystem(system, 'test', (tx) => tx.insert(members).values({ orgId: org().orgId, userId, role: 'admin' }));
    expect(await actorOfSession(anonymous(), there)).toMatchObject({ orgId: org().orgId, role: 'admin' });

    await withSystem(system, 'test', (tx) => tx.delete(members).where(and(eq(members.orgId, org().orgId), eq(members.userId, userId))));
    const actor = await actorOfSession(anonymous(), there);
    expect(actor).toMatchObject({ type: 'user', orgId: undefined, role: undefined });
    expect((await refusalOf(createApiKey(world().ctx(actor), { name: 'k', role: 'viewer' }))).code).toBe('forbidden');
    expect(namesOrg(there)).toBe(true);
    expect(await actorOfSession(anonymous(), inOrg(setCookies, 'nonsense'))).toMatchObject({ orgId: own });
    expect(namesOrg(inOrg(setCookies, 'nonsense'))).toBe(false);
  });
});

describe('API keys', () => {
  test('a key acts with its role until it is revoked', async () => {
    const { secret, id } = await createApiKey(org().as('admin'), { name: 'ci', role: 'member' });
    expect(secret).toMatch(/^hb_[A-Za-z0-9_-]{43}$/);
    expect(await actorOfApiKey(anonymous(), secret)).toMatchObject({ type: 'api_key', id, orgId: org().orgId, role: 'member' });
    await revokeApiKey(org().as('admin'), { apiKeyId: id });
    expect((await refusalOf(actorOfApiKey(anonymous(), secret))).code).toBe('unauthenticated');
  });

  test('a key past its date is refused', async () => {
    const { secret } = await createApiKey(org().as('admin'), { name: 'short', role: 'viewer', expiresInDays: 1 });
    const later = { ...anonymous(), now: () => new Date(Date.now() + 2 * 86_400_000) };
    expect((await refusalOf(actorOfApiKey(later, secret))).code).toBe('unauthenticated');
  });

  test('nobody makes a key with more than their own role', async () => {
    expect((await refusalOf(createApiKey(org().as('admin'), { name: 'more', role: 'owner' }))).code).toBe('forbidden');
  });
});
