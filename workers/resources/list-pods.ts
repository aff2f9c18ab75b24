import { pods } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type ListInput, limitOf, readCursor, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';

const columns = {
  namespace: pods.namespace,
  name: pods.name,
  owner: pods.owner,
  app: pods.app,
  phase: pods.phase,
  ready: pods.ready,
  restarts: pods.restarts,
  node: pods.node,
  startedAt: pods.startedAt,
  message: pods.message,
};
export type PodRow = Pick<typeof pods.$inferSelect, keyof typeof columns>;

/** Pods as the agent reported them last, by namespace and name; `owner` is the id of a battery or object. */
export async function listPods(
  ctx: Ctx,
  input: ListInput & { installationId: Id<'installation'>; owner?: string | undefined },
): Promise<List<PodRow>> {
  const limit = limitOf(input);
  const after = readCursor(input.cursor);
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const [namespace = '', name = ''] = after?.split('/') ?? [];
    const rows = await tx
      .select(columns)
      .from(pods)
      .where(
        and(
          eq(pods.orgId, tx.orgId),
          eq(pods.installationId, input.installationId),
          input.owner ? eq(pods.owner, input.owner) : undefined,
          after === undefined ? undefined : sql`(${pods.namespace}, ${pods.name}) > (${namespace}, ${name})`,
        ),
      )
      .orderBy(asc(pods.namespace), asc(pods.name))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => `${row.namespace}/${row.name}`);
  });
}
