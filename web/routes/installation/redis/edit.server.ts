import { getObject } from '@home-base/workers/objects/get.ts';
import { updateObject } from '@home-base/workers/objects/update.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleForm } from '../../../parts/form.server.ts';
import { asChanges } from '../../../parts/objects/list-page.server.ts';
import { RedisForm, readRedisForm } from '../../../parts/objects/redis-form.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/edit';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const stored = await forPage(
    getObject(ctx, 'redisInstances', {
      installationId: requireId('installation', params.installationId),
      id: requireId('redisInstance', params.id),
    }),
  );
  return { id: stored.id, name: stored.name, updatedAt: stored.updatedAt, filled: stored };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('redisInstance', params.id);
  return handleForm(await request.formData(), RedisForm, async (form) => {
    const changes = asChanges(readRedisForm(form), ['storageBytes', 'storageClass', 'replicationOf']);
    const { name } = await updateObject(ctx, 'redisInstances', { installationId, id, changes });
    return redirectWithToast(`/installations/${installationId}/redis/${id}`, `${name} is saved. The cluster follows.`);
  });
}
