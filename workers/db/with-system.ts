import { sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Isolation, Tx } from './database.ts';
import { runTransaction } from './run-transaction.ts';

declare const brand: unique symbol;
/** A transaction that sees the rows of every org: each query must name the org or the key that it looks for. */
export type SystemTx = Tx & { readonly [brand]: 'SystemTx' };

/** For what has no org yet or all of them: sign-in, key lookup, the room, cron. `reason` is for the reader who greps. */
export async function withSystem<T>(
  ctx: Ctx,
  reason: string,
  run: (tx: SystemTx) => Promise<T>,
  options: { isolation?: Isolation } = {},
): Promise<T> {
  if (!reason) throw new Error('withSystem needs a reason');
  return runTransaction(ctx, options.isolation ?? 'read committed', async (tx) => {
    await tx.execute(sql`select set_config('role', 'hb_system', true)`);
    return run(tx as unknown as SystemTx);
  });
}
