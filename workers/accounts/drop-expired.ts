import { sessions, verifications } from '@home-base/schema/db/tables.ts';
import { lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';

/** Sessions and verifications that have expired: nobody gets in with them any more. Answers how many went. */
export async function dropExpiredSessions(ctx: Ctx): Promise<number> {
  return withSystem(ctx, 'sweep: expired sessions', async (tx) => {
    const dropped = await tx.delete(sessions).where(lt(sessions.expiresAt, ctx.now())).returning({ id: sessions.id });
    await tx.delete(verifications).where(lt(verifications.expiresAt, ctx.now()));
    return dropped.length;
  });
}
