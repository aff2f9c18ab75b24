import { members, orgs } from '@home-base/schema/db/tables.ts';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import type { SignUp } from '@home-base/schema/wire/orgs.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { networkOf, requireWithinLimit } from '../limits.ts';
import { makeAuth } from './auth.ts';
import { asRefusal } from './auth-errors.ts';
import { actorOf } from './session.ts';

export type SignedIn = {
  userId: Id<'user'>;
  orgId: Id<'org'> | undefined /** Values of `Set-Cookie` for the answer. */;
  setCookies: string[];
};

/** A new user with an org of their own, signed in. Refuses an address that is taken. `client` names who asks (an address), for the rate limit. */
export async function signUp(ctx: Ctx, input: SignUp & { client: string }): Promise<SignedIn> {
  await requireWithinLimit(ctx, 'sign-in', networkOf(input.client));
  return withSystem(ctx, 'sign-up', async (tx) => {
    const { headers, response } = await makeAuth(ctx.env, tx)
      .api.signUpEmail({ body: { name: input.name, email: input.email.toLowerCase(), password: input.password }, returnHeaders: true })
      .catch(asRefusal);
    const userId = toId('user', response.user.id);
    const [org] = await tx
      .insert(orgs)
      .values({ name: input.orgName ?? `${input.name}’s organization` })
      .returning();
    if (!org) throw new Error('the new org was not stored');
    await tx.insert(members).values({ orgId: org.orgId, userId, role: 'owner' });
    const actor = await actorOf(tx, response.user);
    await record(tx, { ...ctx, actor }, { orgId: org.orgId, action: 'org.create', targetId: org.orgId, after: { name: org.name } });
    return { userId, orgId: org.orgId, setCookies: headers.getSetCookie() };
  });
}
