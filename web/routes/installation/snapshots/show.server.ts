import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { listAgents } from '@home-base/workers/agents/list-agents.ts';
import { listResources } from '@home-base/workers/resources/list-resources.ts';
import { getSnapshot } from '@home-base/workers/snapshots/get-snapshot.ts';
import { listSnapshotResources, type SnapshotResource } from '@home-base/workers/snapshots/list-snapshot-resources.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { z } from 'zod';
import { listQuery } from '../../../parts/list-query.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { ResourceRow } from '../../../parts/resources/resource-rows.tsx';
import { requireVersion } from '../../../parts/snapshots/version.server.ts';
import type { Route } from './+types/show';

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const version = requireVersion(params.version);
  const [snapshot, page, failed, agents] = await forPage(
    Promise.all([
      getSnapshot(ctx, { installationId, version }),
      listSnapshotResources(ctx, { installationId, version, ...listQuery(request, 100) }),
      listResources(ctx, { installationId, state: 'failed', limit: 50 }),
      listAgents(ctx, { installationId }),
    ]),
  );
  return {
    snapshot,
    rows: page.items.map(toRow),
    nextCursor: page.nextCursor,
    failed: failed.items,
    agent: agents.find((agent) => !agent.revokedAt),
  };
}

const Live = z.object({ state: z.enum(resourceStates), health: z.enum(healthStates) });

/** A snapshot's resource with what is in the cluster now, which may be another version of it. */
function toRow({ key, live }: SnapshotResource): ResourceRow {
  if (!live) return { key, state: 'pending', health: 'unknown', message: 'The cluster has nothing under this name now.' };
  const note = live.isApplied || live.state !== 'applied' ? live.message : 'Another version of it is applied now.';
  return { key, ...Live.parse(live), message: note };
}
