import { SignIn } from '@home-base/schema/wire/orgs.ts';
import { signIn } from '@home-base/workers/accounts/sign-in.ts';
import { clientOf } from '@home-base/workers/limits.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { handleForm } from '../../parts/form.server.ts';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { localPath } from '../../parts/local-path.ts';
import type { Route } from './+types/sign-in';

export function loader({ context, request }: Route.LoaderArgs) {
  if (context.get(appContext).ctx.actor.type === 'user') throw redirect(localPath(new URL(request.url).searchParams.get('to')));
  return null;
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleForm(await request.formData(), SignIn, async (value) => {
    const { setCookies } = await signIn(ctx, { ...value, client: clientOf(request) });
    return redirect(localPath(new URL(request.url).searchParams.get('to')), { headers: cookieHeaders(setCookies) });
  });
}
