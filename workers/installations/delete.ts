import { agents, installations, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';
import { markChanged } from './mark-changed.ts';
import { requireInstallation } from './require.ts';

/**
 * Deletes an installation; `confirm` is its name. With an agent enrolled, the agent is asked to remove everything first and the rows go when it
 * reports an empty cluster (`deleting`); without one, also when the last was revoked meanwhile, they go at once (`deleted`). Asked again while the
 * newest snapshot lists anything, it is published anew: the agent must be told to remove everything.
 */
export async function deleteInstallation(
  ctx: Ctx,
  { installationId, confirm }: { installationId: Id<'installation'>; confirm: string },
): Promise<{ state: 'deleting' | 'deleted' }> {
  return withOrg(ctx, 'installations:delete', async (tx) => {
    const row = await requireInstallation(tx, installationId);
    if (confirm !== row.name)
      throw new Refusal('invalid', `To delete this installation, confirm with its name: ${row.name}.`, {
        issues: [{ path: 'confirm', message: `expected ${row.name}` }],
      });
    const here = and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId));
    const [agent] = await tx
      .select({ id: agents.id })
      .from(agents)
      .where(and(eq(agents.orgId, tx.orgId), eq(agents.installationId, installationId), isNull(agents.revokedAt)))
      .limit(1);
    if (agent && row.decommission && !(await listsAnything(tx, installationId))) return { state: 'deleting' };
    await record(tx, ctx, {
      action: 'installation.delete',
      targetId: installationId,
      installationId,
      before: { name: row.name, usage: row.usage, provider: row.provider },
    });
    if (!agent) {
      await tx.delete(installations).where(here);
      return { state: 'deleted' };
    }
    // A paused agent would remove nothing.
    await tx.update(installations).set({ decommission: true, paused: false }).where(here);
    await markChanged(tx, ctx, installationId);
    return { state: 'deleting' };
  });
}

/** Does the newest snapshot list any resource? */
async function listsAnything(tx: OrgTx, installationId: Id<'installation'>): Promise<boolean> {
  const [newest] = await tx
    .select({ resourceCount: snapshots.resourceCount })
    .from(snapshots)
    .where(and(eq(snapshots.orgId, tx.orgId), eq(snapshots.installationId, installationId)))
    .orderBy(desc(snapshots.version))
    .limit(1);
  return newest !== undefined && newest.resourceCount > 0;
}
