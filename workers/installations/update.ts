import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { type Installation, settingsOf, type UpdateInstallation } from '@home-base/schema/wire/installations.ts';
import { and, eq, ne } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';
import { requireUnchanged } from '../require-unchanged.ts';
import { markChanged } from './mark-changed.ts';
import { requireChangeable, requireInstallation } from './require.ts';
import { installationToWire } from './to-wire.ts';

/**
 * Changes name, size (presets of what is made later), drift policy or release channel; usage and provider stay as they were made. A channel moves the
 * installation in its next upgrade window, and never back. `ifSettings` (see `settingsOf`): refuses `precondition_failed` when one of the four was
 * changed since.
 */
export async function updateInstallation(
  ctx: Ctx,
  { installationId, ifSettings, ...changes }: UpdateInstallation & { installationId: Id<'installation'>; ifSettings?: string | undefined },
): Promise<Installation> {
  return withOrg(ctx, 'installations:write', async (tx) => {
    const before = await requireChangeable(tx, installationId);
    requireUnchanged(`The installation "${before.name}"`, { from: ifSettings, now: settingsOf(before) });
    const after = {
      name: changes.name ?? before.name,
      size: changes.size ?? before.size,
      driftPolicy: changes.driftPolicy ?? before.driftPolicy,
      channel: changes.channel ?? before.channel,
    };
    const [taken] = await tx
      .select({ id: installations.id })
      .from(installations)
      .where(and(eq(installations.orgId, tx.orgId), eq(installations.name, after.name), ne(installations.id, installationId)));
    if (taken)
      throw new Refusal('conflict', `There is already an installation "${after.name}": choose another name.`, {
        issues: [{ path: 'name', message: `another installation is named "${after.name}": choose another name` }],
      });
    await tx
      .update(installations)
      .set(after)
      .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
    await record(tx, ctx, {
      action: 'installation.update',
      targetId: installationId,
      installationId,
      before: { name: before.name, size: before.size, driftPolicy: before.driftPolicy, channel: before.channel },
      after,
    });
    await markChanged(tx, ctx, installationId);
    return installationToWire(tx, await requireInstallation(tx, installationId));
  });
}
