import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { Refusal } from '../refusal.ts';
import { callRoom } from './room-call.ts';

/** WebSocket of a page: the room sends `{ type: 'changed', version? }` after a publish or a report. Refuses a stranger, and a foreign origin. */
export async function connectBrowser(ctx: Ctx, installationId: Id<'installation'>, request: Request): Promise<Response> {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') throw new Refusal('invalid', 'This address speaks WebSocket only.');
  const origin = request.headers.get('origin');
  // Browsers send cookies along to any host: without this check a stranger's page could listen.
  if (origin && origin !== new URL(ctx.env.PUBLIC_URL).origin && origin !== new URL(request.url).origin)
    throw new Refusal('forbidden', `Pages of ${origin} may not listen here.`);
  await withOrg(ctx, 'installations:read', (tx) => requireInstallation(tx, installationId));
  return callRoom(ctx, installationId, '/connect/browser', { headers: { upgrade: 'websocket' } });
}
