import { deleteObject } from '@home-base/workers/objects/delete.ts';
import { getObject } from '@home-base/workers/objects/get.ts';
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
  const id = requireId('traditionalService', params.id);
  const [object, state] = await forPage(
    Promise.all([getObject(ctx, 'traditionalServices', { installationId, id }), loadObjectState(ctx, { installationId, owner: id })]),
  );
  return { object, state };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('traditionalService', params.id);
  const { name } = await forPage(getObject(ctx, 'traditionalServices', { installationId, id }));
  return handleForm(await request.formData(), confirmSchema(name), async () => {
    await deleteObject(ctx, 'traditionalServices', { installationId, id });
    return redirectWithToast(`/installations/${installationId}/services`, `${name} is deleted. The agent removes it from the cluster.`);
  });
}
