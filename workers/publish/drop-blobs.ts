import { sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';

/**
 * Drops blobs that no snapshot lists any more and answers how many. Every snapshot keeps all of its blobs, so only an org that lost its last
 * installation has any. A blob is written in the transaction of the snapshot that lists it; a day is more than any transaction lasts.
 */
export async function dropUnlistedBlobs(ctx: Ctx): Promise<number> {
  return withSystem(ctx, 'sweep: blobs of nobody', async (tx) => {
    const gone = await tx.execute(sql`
      delete from blobs b where b.created_at < now() - interval '24 hours' and not exists (select 1 from snapshots s where s.org_id = b.org_id)`);
    return gone.rowCount ?? 0;
  });
}
