import { toId } from '@home-base/schema/ids/id.ts';
import type { SignIn } from '@home-base/schema/wire/orgs.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { networkOf, requireWithinLimit } from '../limits.ts';
import { makeAuth } from './auth.ts';
import { asRefusal } from './auth-errors.ts';
import { actorOf } from './session.ts';
import type { SignedIn } from './sign-up.ts';

/**
 * Refuses `unauthenticated` with the same words for a wrong password and an unknown address. Limited by client and by account: all clients
 * together may try far more often than one, so that a stranger who guesses does not keep the owner out.
 */
export async function signIn(ctx: Ctx, input: SignIn & { client: string }): Promise<SignedIn> {
  const email = input.email.toLowerCase();
  const network = networkOf(input.client);
  await requireWithinLimit(ctx, 'sign-in', network);
  await requireWithinLimit(ctx, 'sign-in-to', `${network} ${email}`);
  await requireWithinLimit(ctx, 'sign-in-account', email);
  return withSystem(ctx, 'sign-in', async (tx) => {
    const { headers, response } = await makeAuth(ctx.env, tx)
      .api.signInEmail({ body: { email, password: input.password, rememberMe: true }, returnHeaders: true })
      .catch(asRefusal);
    const { orgId } = await actorOf(tx, response.user);
    return { userId: toId('user', response.user.id), orgId, setCookies: headers.getSetCookie() };
  });
}
