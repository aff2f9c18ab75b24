import { listMyOrgs } from '@home-base/workers/orgs/list-mine.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { forPage } from '../parts/refusal.server.ts';
import { readTheme } from '../parts/theme.server.ts';
import type { Route } from './+types/console';

/** Before any loader of a page: who is not signed in goes to do that, who has no organization makes one. */
export const requireSignedIn: Route.MiddlewareFunction = ({ request, context }) => {
  const { actor } = context.get(appContext).ctx;
  const { pathname, search } = new URL(request.url);
  const here = pathname.replace(/\.data$/, '');
  if (actor.type !== 'user') throw redirect(here === '/installations' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here + search)}`);
  if (!actor.orgId && !['/orgs/new', '/orgs/switch', '/account'].includes(here)) throw redirect('/orgs/new');
};

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
