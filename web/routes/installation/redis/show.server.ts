import { deleteRedisInstance } from '@home-base/workers/objects/redis-instances/delete.ts';
import { getRedisInstance } from '@home-base/workers/objects/redis-instances/get.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { confirmSchema } from '../../../parts/confirm-by-name.tsx';
import { handleForm } from '../../../parts/form.server.ts';
import { loadObjectState } from '../../../parts/objects/connection.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/show';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('redisInstance', params.id);
  const [object, state] = await forPage(
    Promise.all([getRedisInstance(ctx, { installationId, id }), loadObjectState(ctx, { installationId, owner: id })]),
  );
  return { object, state };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('redisInstance', params.id);
  const { name } = await forPage(getRedisInstance(ctx, { installationId, id }));
  return handleForm(await request.formData(), confirmSchema(name), async ({ confirm }) => {
    await deleteRedisInstance(ctx, { installationId, id, confirm: confirm.trim() });
    return redirectWithToast(`/installations/${installationId}/redis`, `${name} is deleted. The agent removes it from the cluster.`);
  });
}
