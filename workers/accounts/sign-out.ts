import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { makeAuth } from './auth.ts';
import { writeCookie } from './cookies.ts';
import { orgCookie } from './session.ts';

/** Ends the session of these request headers, in the database too. Without one it does nothing. */
export async function signOut(ctx: Ctx, headers: Headers): Promise<{ setCookies: string[] }> {
  return withSystem(ctx, 'sign-out', async (tx) => {
    const answer = await makeAuth(ctx.env, tx).api.signOut({ headers, returnHeaders: true });
    return {
      setCookies: [
        ...answer.headers.getSetCookie(),
        writeCookie({ name: orgCookie, value: '', maxAgeSeconds: 0, publicUrl: ctx.env.PUBLIC_URL }),
      ],
    };
  });
}
