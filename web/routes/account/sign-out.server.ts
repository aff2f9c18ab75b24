import { signOut } from '@home-base/workers/accounts/sign-out.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/sign-out';

export async function action({ request, context }: Route.ActionArgs) {
  const { setCookies } = await forPage(signOut(context.get(appContext).ctx, request.headers));
  return redirect('/sign-in', { headers: cookieHeaders(setCookies) });
}
