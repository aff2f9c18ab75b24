import { idSchema } from '@home-base/schema/ids/id.ts';
import { listAuditEvents } from '@home-base/workers/audit-events/list.ts';
import { listInstallations } from '@home-base/workers/installations/list.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { listQuery } from '../../parts/list-query.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/audit';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const asked = idSchema('installation').safeParse(new URL(request.url).searchParams.get('installation'));
  const installationId = asked.success ? asked.data : undefined;
  const events = await forPage(listAuditEvents(ctx, { ...listQuery(request), installationId }));
  const installations = await forPage(listInstallations(ctx, { limit: 200 }));
  return { ...events, installationId, installations: installations.items.map(({ id, name }) => ({ id, name })) };
}
