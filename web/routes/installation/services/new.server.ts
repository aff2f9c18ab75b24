import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { createObject } from '@home-base/workers/objects/create.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { handleForm } from '../../../parts/form.server.ts';
import { readServiceForm, ServiceForm } from '../../../parts/objects/service-form.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/new';

/** Without the battery there is nothing to fill in: the list says what to do. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const enabled = await forPage(listBatteries(ctx, { installationId }));
  if (!enabled.items.some((battery) => battery.type === 'traditional_services'))
    throw redirect(`/installations/${installationId}/services`);
  return null;
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  return handleForm(await request.formData(), ServiceForm, async (form) => {
    const created = await createObject(ctx, 'traditionalServices', { installationId, spec: readServiceForm(form) });
    return redirectWithToast(`/installations/${installationId}/services/${created.id}`, `${created.name} is on its way to the cluster.`);
  });
}
