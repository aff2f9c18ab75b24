import { batteries } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { EnabledBattery } from '@home-base/schema/wire/batteries.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { batteryToWire } from './to-wire.ts';

/** Enabled batteries of an installation by type; all of them, for there are at most a few dozen. */
export async function listBatteries(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<List<EnabledBattery>> {
  return withOrg(ctx, 'batteries:read', async (tx) => {
    const { catalogVersion } = await requireInstallation(tx, installationId);
    const rows = await tx
      .select()
      .from(batteries)
      .where(and(eq(batteries.orgId, tx.orgId), eq(batteries.installationId, installationId)))
      .orderBy(asc(batteries.type));
    const enabled = rows.map((row) => row.type);
    return { items: rows.map((row) => batteryToWire(row, enabled, catalogVersion)), nextCursor: null };
  });
}
