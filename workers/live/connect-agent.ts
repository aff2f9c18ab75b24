import { requireAgent } from '../agents/fetch-bundle.ts';
import type { Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { callRoom } from './room-call.ts';

/** WebSocket of an agent, into its installation's room. */
export async function connectAgent(ctx: Ctx, request: Request): Promise<Response> {
  const { id, installationId } = requireAgent(ctx);
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') throw new Refusal('invalid', 'This address speaks WebSocket only.');
  return callRoom(ctx, installationId, '/connect/agent', { headers: { upgrade: 'websocket', 'x-agent': id } });
}
