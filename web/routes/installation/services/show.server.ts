import { deleteTraditionalService } from '@home-base/workers/objects/traditional-services/delete.ts';
import { getTraditionalService } from '@home-base/workers/objects/traditional-services/get.ts';
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
    Promise.all([getTraditionalService(ctx, { installationId, id }), loadObjectState(ctx, { installationId, owner: id })]),
  );
  return { object, state };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('traditionalService', params.id);
  const { name } = await forPage(getTraditionalService(ctx, { installationId, id }));
  return handleForm(await request.formData(), confirmSchema(name), async () => {
    await deleteTraditionalService(ctx, { installationId, id });
    return redirectWithToast(`/installations/${installationId}/services`, `${name} is deleted. The agent removes it from the cluster.`);
  });
}
