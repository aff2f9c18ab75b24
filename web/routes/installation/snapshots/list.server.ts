import { listAgents } from '@home-base/workers/agents/list-agents.ts';
import { listAuditEvents } from '@home-base/workers/audit-events/list.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { listSnapshots } from '@home-base/workers/snapshots/list-snapshots.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { listQuery } from '../../../parts/list-query.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { namesIn, reasonsOf } from '../../../parts/snapshots/reasons.ts';
import type { Route } from './+types/list';

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const [page, events, agents, batteries] = await forPage(
    Promise.all([
      listSnapshots(ctx, { installationId, ...listQuery(request, 30) }),
      listAuditEvents(ctx, { installationId, limit: 200 }),
      listAgents(ctx, { installationId }),
      listBatteries(ctx, { installationId }),
    ]),
  );
  const names = new Map([...namesIn(events.items), ...batteries.items.map((battery): [string, string] => [battery.id, battery.type])]);
  const reasons = reasonsOf(page.items, events.items, names);
  return {
    snapshots: page.items.map((snapshot) => ({ ...snapshot, reasons: reasons.get(snapshot.version) ?? [] })),
    nextCursor: page.nextCursor,
    agent: agents.find((agent) => !agent.revokedAt),
  };
}
