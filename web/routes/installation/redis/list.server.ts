import { listObjects } from '@home-base/workers/objects/list.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { loadObjectList } from '../../../parts/objects/list-page.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import type { Route } from './+types/list';

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return loadObjectList(ctx, request, {
    installationId: requireId('installation', params.installationId),
    battery: 'redis',
    list: (ctx, input) => listObjects(ctx, 'redisInstances', input),
  });
}
