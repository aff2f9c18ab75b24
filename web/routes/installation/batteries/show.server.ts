import { getBattery, isBatteryType } from '@home-base/catalog/registry.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { previewBattery } from '@home-base/workers/batteries/preview.ts';
import { putBattery } from '@home-base/workers/batteries/put.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { countResourcesBy } from '@home-base/workers/resources/count-by.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { changedConfig, configForm } from '../../../parts/batteries/config-fields.ts';
import { handleEdit } from '../../../parts/edit.server.ts';
import { loadPods } from '../../../parts/objects/pods.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/show';

export function requireBattery(type: string) {
  if (!isBatteryType(type))
    throw data({ code: 'not_found', detail: `There is no battery "${type}": choose one from the list.` }, { status: 404 });
  return getBattery(type);
}

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const { type } = requireBattery(params.type);
  const [enabled, tallies, addresses] = await forPage(
    Promise.all([
      listBatteries(ctx, { installationId }),
      countResourcesBy(ctx, { installationId, by: 'battery', among: [type] }),
      getAddresses(ctx, { installationId }),
    ]),
  );
  const battery = enabled.items.find((each) => each.type === type);
  // What it would add is asked for only while it is a question.
  const preview = battery ? undefined : await forPage(previewBattery(ctx, { installationId, type }));
  const live = battery && (await forPage(loadPods(ctx, { installationId, owner: battery.id })));
  return {
    type,
    enabled: battery,
    enabledTypes: enabled.items.map((each) => each.type),
    tally: tallies[type],
    url: addresses.batteries[type],
    preview,
    live,
  };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const battery = requireBattery(params.type);
  return handleEdit(await request.formData(), configForm(battery), async ({ config }, madeFrom) => {
    const before = await listBatteries(ctx, { installationId });
    const { alsoEnabled } = await putBattery(ctx, {
      installationId,
      type: battery.type,
      config: changedConfig(battery, config),
      withNeeds: true,
      ifUpdatedAt: madeFrom,
    });
    const names = alsoEnabled.map((type) => requireBattery(type).name);
    const text = before.items.some((each) => each.type === battery.type)
      ? `${battery.name} is configured. The cluster follows.`
      : `${battery.name} is enabled${names.length > 0 ? `, and with it ${names.join(', ')}` : ''}.`;
    return redirectWithToast(`/installations/${installationId}/batteries/${battery.type}`, text);
  });
}
