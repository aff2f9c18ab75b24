import { aNoun, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { findBattery } from '@home-base/catalog/registry.ts';
import { findUuid } from '@home-base/schema/ids/id.ts';
import { getResource } from '@home-base/workers/resources/get-resource.ts';
import { getWaitChain } from '@home-base/workers/resources/get-wait-chain.ts';
import { listKeyHistory } from '@home-base/workers/snapshots/list-key-history.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { objectPlaces } from '../../../parts/objects/places.ts';
import { findStuckPods } from '../../../parts/objects/pods.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { toYaml } from '../../../parts/yaml.server.ts';
import type { Route } from './+types/show';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const key = params['*'];
  const [resource, waits, history] = await forPage(
    Promise.all([
      getResource(ctx, { installationId, key }),
      getWaitChain(ctx, { installationId, key }),
      listKeyHistory(ctx, { installationId, key }),
    ]),
  );
  const { desired, ...rest } = resource;
  const owner = rest.status?.owner ?? desired?.owner;
  // What is not up is asked why at its pods.
  const unwell = rest.status && rest.status.health !== 'healthy' && rest.status.state === 'applied' ? [rest.status] : [];
  return {
    ...rest,
    desired: desired && { yaml: toYaml(desired.resource), stage: desired.stage, sha256: desired.sha256 },
    belongsTo: belonging(owner, rest.status?.battery),
    stuckPod: (await forPage(findStuckPods(ctx, { installationId, unhealthy: unwell })))[0],
    waits,
    history,
  };
}

/** What a resource belongs to: words, and the path of its page below the installation. */
function belonging(owner: string | null | undefined, battery: string | null | undefined): { path: string; words: string } | undefined {
  const collection = objectCollections.find((each) => owner && findUuid(objectKinds[each].idKind, owner) !== undefined);
  if (collection) return { path: `${objectPlaces[collection].segment}/${owner}`, words: aNoun(collection) };
  return battery ? { path: `batteries/${battery}`, words: `the battery ${findBattery(battery)?.name ?? battery}` } : undefined;
}
