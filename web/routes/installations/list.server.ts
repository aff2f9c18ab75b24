import { listInstallations } from '@home-base/workers/installations/list.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { listQuery } from '../../parts/list-query.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/list';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return { ...(await forPage(listInstallations(ctx, listQuery(request)))), now: ctx.now().getTime() };
}
