import { SignUp } from '@home-base/schema/wire/orgs.ts';
import { orgCookieFor } from '@home-base/workers/accounts/session.ts';
import { signUp } from '@home-base/workers/accounts/sign-up.ts';
import { clientOf } from '@home-base/workers/limits.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { handleForm } from '../../parts/form.server.ts';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { localPath } from '../../parts/local-path.ts';
import type { Route } from './+types/sign-up';

export function loader({ context, request }: Route.LoaderArgs) {
  if (context.get(appContext).ctx.actor.type === 'user') throw redirect(localPath(new URL(request.url).searchParams.get('to')));
  return null;
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleForm(await request.formData(), SignUp, async (value) => {
    const { setCookies, orgId } = await signUp(ctx, { ...value, client: clientOf(request) });
    // Whoever used this browser before may have been in another org.
    const cookies = orgId ? [...setCookies, orgCookieFor(ctx, orgId)] : setCookies;
    return redirect(localPath(new URL(request.url).searchParams.get('to')), { headers: cookieHeaders(cookies) });
  });
}
