import { namesOrg } from '@home-base/workers/accounts/session.ts';
import { listMyOrgs } from '@home-base/workers/orgs/list-mine.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data, redirect } from 'react-router';
import { forPage, type RefusalPage } from '../parts/refusal.server.ts';
import { readTheme } from '../parts/theme.server.ts';
import type { Route } from './+types/console';

/**
 * Before any loader or action of a page: who is not signed in goes to do that, who has no organization makes one, and who has left the one that
 * they were in chooses another. What a page of it still sends is refused: no other organization takes it.
 */
export const requireSignedIn: Route.MiddlewareFunction = ({ request, context }) => {
  const { actor } = context.get(appContext).ctx;
  const { pathname, search } = new URL(request.url);
  const here = pathname.replace(/\.data$/, '');
  if (actor.type !== 'user') throw redirect(here === '/installations' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here + search)}`);
  if (actor.orgId || ['/orgs/new', '/orgs/switch', '/account'].includes(here)) return;
  if (!namesOrg(request.headers)) throw redirect('/orgs/new');
  if (request.method === 'GET' || request.method === 'HEAD') throw redirect('/account');
  throw data({ code: 'conflict', detail: leftOrg } satisfies RefusalPage, { status: 409 });
};

const leftOrg =
  'You are not a member of the organization that this page was for (any more), so nothing was changed. Choose another one on your account page.';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { actor } = ctx;
  if (actor.type !== 'user') throw redirect('/sign-in');
  const orgs = await forPage(listMyOrgs(ctx));
  return {
    user: { name: actor.name, email: actor.email },
    orgs: orgs.map(({ id, name }) => ({ id, name })),
    orgId: actor.orgId,
    role: actor.role,
    mayManage: actor.role === 'owner' || actor.role === 'admin',
    mayChange: actor.role !== undefined && actor.role !== 'viewer',
    theme: await readTheme(request),
  };
}
