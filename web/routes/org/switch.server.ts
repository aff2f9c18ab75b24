import { switchOrg } from '@home-base/workers/orgs/switch.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/switch';

export async function action({ request, context }: Route.ActionArgs) {
  const orgId = requireId('org', String((await request.formData()).get('orgId')));
  const { setCookie } = await forPage(switchOrg(context.get(appContext).ctx, { orgId }));
  return redirect('/installations', { headers: cookieHeaders([setCookie]) });
}
