import { getBattery } from '@home-base/catalog/registry.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { listObjects } from '@home-base/workers/objects/list.ts';
import { countResourcesBy } from '@home-base/workers/resources/count-by.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { listQuery } from '../../../parts/list-query.server.ts';
import { requireKind } from '../../../parts/objects/kind.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/list';

/** One page of a kind of object with the health of each, and whether the battery that runs them is enabled. */
export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { collection, battery, segment } = requireKind(params.objects);
  const installationId = requireId('installation', params.installationId);
  const [page, enabled, addresses] = await forPage(
    Promise.all([
      listObjects(ctx, collection, { installationId, ...listQuery(request) }),
      listBatteries(ctx, { installationId }),
      getAddresses(ctx, { installationId }),
    ]),
  );
  const tallies = await forPage(countResourcesBy(ctx, { installationId, by: 'owner', among: page.items.map((item) => item.id) }));
  return {
    segment,
    objects: page.items.map((object) => ({ object, tally: tallies[object.id], url: addresses.objects[object.id]?.[0] })),
    nextCursor: page.nextCursor,
    battery: { type: battery, name: getBattery(battery).name, isEnabled: enabled.items.some(({ type }) => type === battery) },
  };
}
