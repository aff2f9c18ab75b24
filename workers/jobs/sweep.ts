import { dropExpiredSessions } from '../accounts/drop-expired.ts';
import { dropExpired } from '../agents/drop-expired.ts';
import type { Ctx } from '../context.ts';
import { dropOldIdempotencyKeys } from '../idempotency.ts';
import { followReleases } from '../installations/follow-releases.ts';
import { pokeRoom } from '../live/poke.ts';
import { dropUnlistedBlobs } from '../publish/drop-blobs.ts';
import { findLagging } from '../publish/find-lagging.ts';
import { resignExpiring } from '../publish/resign.ts';

export type SweepResult = {
  poked: number;
  resigned: number;
  /** To another release of the catalog. */
  moved: number;
  tokens: number;
  events: number;
  sessions: number;
  idempotencyKeys: number;
  blobs: number;
};

/** The cron of every minute: whatever a lost message left undone is found and done, and what nobody needs any more goes. */
export async function sweep(ctx: Ctx): Promise<SweepResult> {
  const lagging = await findLagging(ctx);
  const resigned = await resignExpiring(ctx);
  const moved = await followReleases(ctx);
  for (const id of new Set([...lagging, ...resigned, ...moved])) await pokeRoom(ctx, id);
  const dropped = await dropExpired(ctx);
  // Once an hour is enough for what only costs room.
  const isHour = ctx.now().getUTCMinutes() === 0;
  const hourly = async (drop: (ctx: Ctx) => Promise<number>) => (isHour ? drop(ctx) : 0);
  return {
    poked: lagging.length,
    resigned: resigned.length,
    moved: moved.length,
    ...dropped,
    sessions: await hourly(dropExpiredSessions),
    idempotencyKeys: await hourly(dropOldIdempotencyKeys),
    blobs: await hourly(dropUnlistedBlobs),
  };
}
