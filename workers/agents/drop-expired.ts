import { enrolmentTokens } from '@home-base/schema/db/tables.ts';
import { lt, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';

const keptEvents = 1000;

/** Enrolment tokens a week after they expired, and of each installation's agent events all but the newest thousand. */
export async function dropExpired(ctx: Ctx): Promise<{ tokens: number; events: number }> {
  return withSystem(ctx, 'sweep: tokens and events that nobody needs any more', async (tx) => {
    const tokens = await tx
      .delete(enrolmentTokens)
      .where(lt(enrolmentTokens.expiresAt, sql`now() - interval '7 days'`))
      .returning({ id: enrolmentTokens.id });
    const events = await tx.execute(sql`
      delete from agent_events where (org_id, id) in (
        select org_id, id from (select org_id, id, row_number() over (partition by installation_id order by id desc) as rank from agent_events) ranked
        where rank > ${keptEvents} limit 5000)`);
    return { tokens: tokens.length, events: events.rowCount ?? 0 };
  });
}
