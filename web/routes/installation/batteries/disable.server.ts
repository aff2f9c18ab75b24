import { disableBattery } from '@home-base/workers/batteries/disable.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { previewBattery } from '@home-base/workers/batteries/preview.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { disableForm } from '../../../parts/batteries/disable-form.ts';
import { handleForm } from '../../../parts/form.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/disable';
import { requireBattery } from './show.server.ts';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const { type } = requireBattery(params.type);
  const [enabled, preview] = await forPage(
    Promise.all([listBatteries(ctx, { installationId }), previewBattery(ctx, { installationId, type })]),
  );
  if (!enabled.items.some((battery) => battery.type === type)) throw redirect(`/installations/${installationId}/batteries/${type}`);
  return { type, preview };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const battery = requireBattery(params.type);
  return handleForm(await request.formData(), disableForm(battery.name), async ({ removeData }) => {
    await disableBattery(ctx, { installationId, type: battery.type, confirmDataRemoval: removeData });
    return redirectWithToast(
      `/installations/${installationId}/batteries`,
      `${battery.name} is disabled. The agent removes what it made${removeData ? ', data included' : '; definitions and data stay'}.`,
    );
  });
}
