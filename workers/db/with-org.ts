import { type Id, toUuid } from '@home-base/schema/ids/id.ts';
import { sql } from 'drizzle-orm';
import { type Permission, requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import type { Isolation, Tx } from './database.ts';
import { runTransaction } from './run-transaction.ts';

export { afterCommit } from './run-transaction.ts';

declare const brand: unique symbol;
/** A transaction that sees one org's rows only. Nothing but `withOrg` makes one; queries still name `orgId` themselves. */
export type OrgTx = Tx & { readonly orgId: Id<'org'>; readonly [brand]: 'OrgTx' };

/**
 * The only door to tenant rows: checks that the actor may, opens one short transaction as the role hb_app and binds it to the actor's org.
 * Refuses `unauthenticated` or `forbidden`. Nothing slow (fetch, hashing) belongs into `run`.
 */
export async function withOrg<T>(
  ctx: Ctx,
  permission: Permission,
  run: (tx: OrgTx) => Promise<T>,
  options: { isolation?: Isolation } = {},
): Promise<T> {
  const orgId = requirePermission(ctx.actor, permission);
  return runTransaction(ctx, options.isolation ?? 'read committed', async (tx) => {
    await tx.execute(sql`select set_config('role', 'hb_app', true), set_config('app.org_id', ${toUuid('org', orgId)}, true)`);
    return run(Object.assign(tx, { orgId }) as unknown as OrgTx);
  });
}
