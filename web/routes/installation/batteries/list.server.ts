import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { listCatalog } from '@home-base/workers/batteries/list-catalog.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { countResourcesBy } from '@home-base/workers/resources/count-by.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/list';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const [catalog, enabled, tallies, addresses] = await forPage(
    Promise.all([
      listCatalog(ctx),
      listBatteries(ctx, { installationId }),
      countResourcesBy(ctx, { installationId, by: 'battery' }),
      getAddresses(ctx, { installationId }),
    ]),
  );
  const batteries = catalog.items.map(({ type, group, name, description, usages }) => ({
    type,
    group,
    name,
    description,
    usages,
    enabled: enabled.items.some((battery) => battery.type === type),
    tally: tallies[type],
    url: addresses.batteries[type],
  }));
  return { batteries };
}
