import { isHosted } from '@home-base/catalog/hosts.ts';
import { batteries } from '@home-base/catalog/registry.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { countObjects } from '@home-base/workers/objects/count.ts';
import { listObjects } from '@home-base/workers/objects/list.ts';
import { countResourcesBy } from '@home-base/workers/resources/count-by.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { groupPlaces, isGroup } from '../../../parts/groups.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/show';

/** Of each kind so many are shown; its list has them all. */
const shown = 5;

/** What a group has in this installation: batteries with their health and address, and the newest look at its objects. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { group } = params;
  if (!isGroup(group))
    throw data({ code: 'not_found', detail: `There is no group "${group}": choose one from the menu.` }, { status: 404 });
  const installationId = requireId('installation', params.installationId);
  const { kinds } = groupPlaces[group];
  const [enabled, tallies, addresses, counts, pages] = await forPage(
    Promise.all([
      listBatteries(ctx, { installationId }),
      countResourcesBy(ctx, { installationId, by: 'battery' }),
      getAddresses(ctx, { installationId }),
      countObjects(ctx, { installationId }),
      Promise.all(kinds.map((collection) => listObjects(ctx, collection, { installationId, limit: shown }))),
    ]),
  );
  const owners = pages.flatMap(({ items }) => items.map(({ id }) => id));
  const health = await forPage(countResourcesBy(ctx, { installationId, by: 'owner', among: owners }));
  const enabledTypes = enabled.items.map(({ type }) => type);
  return {
    group,
    enabledTypes,
    batteries: Object.values(batteries)
      .filter((battery) => battery.group === group)
      .map(({ type, name, description, usages }) => ({
        type,
        name,
        description,
        usages,
        enabled: enabledTypes.includes(type),
        tally: tallies[type],
        url: addresses.batteries[type],
        // Opened in a browser, but not before the gateway has an address.
        lacksAddress: enabledTypes.includes(type) && isHosted(type) && !addresses.batteries[type],
      })),
    kinds: kinds.map((collection, index) => ({
      collection,
      total: counts[collection],
      objects: (pages[index]?.items ?? []).map(({ id, name }) => ({ id, name, tally: health[id], url: addresses.objects[id]?.[0] })),
    })),
  };
}
