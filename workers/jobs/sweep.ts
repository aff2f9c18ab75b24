import { agentEvents, enrolmentTokens, installations } from '@home-base/schema/db/tables.ts';
import { and, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { pokeRoom } from '../live/poke.ts';
import { resignExpiring } from '../publish/resign.ts';

export type SweepResult = { poked: number; resigned: number; tokensDropped: number; eventsDropped: number; blobsDropped: number };

const pokesPerSweep = 200;
const keptTokenDays = 7;
const keptEvents = 1000;
/** A blob is written in the transaction of the snapshot that lists it; a day is more than any transaction lasts. */
const keptBlobHours = 24;

/** The cron of every minute: whatever a lost message left undone is found and done, and what nobody needs any more goes. */
export async function sweep(ctx: Ctx): Promise<SweepResult> {
  const lagging = await withSystem(ctx, 'sweep: who lags', (tx) =>
    tx
      .select({ id: installations.id })
      .from(installations)
      .where(
        and(
          gt(installations.desiredRev, installations.publishedRev),
          // Fresh edits are the room's business already; failing ones wait 2^failures seconds, at most 5 minutes.
          or(isNull(installations.failedAt), lt(installations.failedAt, sql`now() - least(300, power(2, least(${installations.failures}, 9))) * interval '1 second'`)),
        ),
      )
      .limit(pokesPerSweep),
  );
  for (const { id } of lagging) await pokeRoom(ctx, id);
  const resigned = await resignExpiring(ctx);
  for (const id of resigned) await pokeRoom(ctx, id);
  const dropped = await withSystem(ctx, 'sweep: what nobody needs any more', async (tx) => {
    const tokens = await tx.delete(enrolmentTokens).where(lt(enrolmentTokens.expiresAt, sql`now() - ${`${keptTokenDays} days`}::interval`)).returning({ id: enrolmentTokens.id });
    const events = await tx.execute(sql`
      delete from agent_events where (org_id, id) in (
        select org_id, id from (select org_id, id, row_number() over (partition by installation_id order by id desc) as rank from ${agentEvents}) ranked where rank > ${keptEvents} limit 5000)`);
    return { tokensDropped: tokens.length, eventsDropped: events.rowCount ?? 0 };
  });
  // Once an hour is enough for what only costs room.
  const blobsDropped = ctx.now().getUTCMinutes() === 0 ? await dropUnlistedBlobs(ctx) : 0;
  return { poked: lagging.length, resigned: resigned.length, ...dropped, blobsDropped };
}

/**
 * Blobs that no snapshot lists: what a deleted installation leaves behind. All snapshots keep all of theirs. Only orgs that lost an installation
 * have any, so an org without snapshots is where it looks.
 */
async function dropUnlistedBlobs(ctx: Ctx): Promise<number> {
  return withSystem(ctx, 'sweep: blobs of nobody', async (tx) => {
    const gone = await tx.execute(sql`
      delete from blobs b where b.created_at < now() - ${`${keptBlobHours} hours`}::interval
        and not exists (select 1 from snapshots s where s.org_id = b.org_id)`);
    return gone.rowCount ?? 0;
  });
}

