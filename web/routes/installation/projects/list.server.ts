import { listProjects } from '@home-base/workers/projects/list.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { listQuery } from '../../../parts/list-query.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/list';

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  return forPage(listProjects(ctx, { installationId, ...listQuery(request) }));
}
