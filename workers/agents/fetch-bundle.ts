import { type BlobsRequest, BlobsResponse, type BundleRequest } from '@home-base/schema/wire/agent.ts';
import type { z } from 'zod';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { callRoom } from '../live/room-call.ts';
import { Refusal } from '../refusal.ts';
import type { AgentActor } from './authenticate.ts';

/** The agent that acts; refuses everyone else. */
export function requireAgent(ctx: Ctx): AgentActor {
  requirePermission(ctx.actor, 'agent:sync');
  if (ctx.actor.type !== 'agent') throw new Refusal('forbidden', 'Only an agent may do this.');
  return ctx.actor;
}

/** Text of a BundleResponse, answered from the room's memory. */
export async function fetchBundle(ctx: Ctx, request: BundleRequest): Promise<string> {
  const { installationId } = requireAgent(ctx);
  return (await callRoom(ctx, installationId, '/agent/bundle', { method: 'POST', body: JSON.stringify(request) })).text();
}

/** Blobs that snapshots of the agent's own installation list; `not_found` for any other. */
export async function fetchBlobs(ctx: Ctx, request: z.infer<typeof BlobsRequest>): Promise<BlobsResponse> {
  const { installationId } = requireAgent(ctx);
  return BlobsResponse.parse(
    await (await callRoom(ctx, installationId, '/agent/blobs', { method: 'POST', body: JSON.stringify(request) })).json(),
  );
}
