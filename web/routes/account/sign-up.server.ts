import { SignUp } from '@home-base/schema/wire/orgs.ts';
import { signUp } from '@home-base/workers/accounts/sign-up.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { handleForm } from '../../parts/form.server.ts';
import { clientOf, cookieHeaders } from '../../parts/headers.server.ts';
import { localPath } from '../../parts/local-path.ts';
import type { Route } from './+types/sign-up';

export function loader({ context }: Route.LoaderArgs) {
  if (context.get(appContext).ctx.actor.type === 'user') throw redirect('/');
  return null;
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleForm(await request.formData(), SignUp, async (value) => {
    const { setCookies } = await signUp(ctx, { ...value, client: clientOf(request) });
    return redirect(localPath(new URL(request.url).searchParams.get('to')), { headers: cookieHeaders(setCookies) });
  });
}
