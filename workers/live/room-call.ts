import type { Id } from '@home-base/schema/ids/id.ts';
import { refusalCodes } from '@home-base/schema/wire/problem.ts';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** What a room answers when it says no; `callRoom` throws it again on the other side. */
const RoomRefusal = z.object({ code: z.enum(refusalCodes), publicText: z.string(), retryAfterSeconds: z.number().optional() });

const refusalStatus = 409;

export function refusalResponse({ code, publicText, retryAfterSeconds }: Refusal): Response {
  return Response.json({ code, publicText, retryAfterSeconds } satisfies z.input<typeof RoomRefusal>, { status: refusalStatus });
}

/** One request to the installation's room. Refuses what the room refuses, and `unavailable` when it cannot be reached. */
export async function callRoom(
  ctx: Pick<Ctx, 'env'>,
  installationId: Id<'installation'>,
  path: string,
  init: RequestInit = { method: 'POST' },
): Promise<Response> {
  const room = ctx.env.ROOM.get(ctx.env.ROOM.idFromName(installationId));
  let response: Response;
  try {
    response = await room.fetch(new Request(`https://room/${installationId}${path}`, init));
  } catch (cause) {
    throw new Refusal('unavailable', 'This installation’s room is restarting. Try again in a moment.', { cause, retryAfterSeconds: 1 });
  }
  if (response.status === refusalStatus) {
    const { code, publicText, retryAfterSeconds } = RoomRefusal.parse(await response.json());
    throw new Refusal(code, publicText, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
  if (response.status >= 400)
    throw new Error(`room ${installationId} answered ${response.status} to ${path}: ${(await response.text()).slice(0, 500)}`);
  return response;
}
