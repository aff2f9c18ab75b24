import { getInstallation } from '@home-base/workers/installations/get.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/layout';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return { installation: await forPage(getInstallation(ctx, { installationId: requireId('installation', params.installationId) })) };
}
