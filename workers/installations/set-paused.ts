import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Installation } from '@home-base/schema/wire/installations.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from './mark-changed.ts';
import { requireChangeable, requireInstallation } from './require.ts';
import { installationToWire } from './to-wire.ts';

/** While paused the agent applies, heals and removes nothing; it still observes and reports. Doing it twice changes nothing. */
export async function setPaused(
  ctx: Ctx,
  { installationId, paused }: { installationId: Id<'installation'>; paused: boolean },
): Promise<Installation> {
  return withOrg(ctx, 'installations:write', async (tx) => {
    const before = await requireChangeable(tx, installationId);
    if (before.paused !== paused) {
      await tx
        .update(installations)
        .set({ paused })
        .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
      await record(tx, ctx, {
        action: paused ? 'installation.pause' : 'installation.resume',
        targetId: installationId,
        installationId,
        before: { paused: before.paused },
        after: { paused },
      });
      await markChanged(tx, ctx, installationId);
    }
    return installationToWire(tx, await requireInstallation(tx, installationId));
  });
}
