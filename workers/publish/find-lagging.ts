import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';

const perSweep = 200;

/** Installations whose newest revision is not published; a failing one waits 2^failures seconds, at most 5 minutes, between tries. */
export async function findLagging(ctx: Ctx): Promise<Id<'installation'>[]> {
  const { id, desiredRev, publishedRev, failedAt, failures } = installations;
  const isDue = or(isNull(failedAt), lt(failedAt, sql`now() - least(300, power(2, least(${failures}, 9))) * interval '1 second'`));
  const rows = await withSystem(ctx, 'sweep: who lags', (tx) =>
    tx
      .select({ id })
      .from(installations)
      .where(and(gt(desiredRev, publishedRev), isDue))
      .limit(perSweep),
  );
  return rows.map((row) => row.id);
}
