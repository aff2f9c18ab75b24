import { snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { and, desc, lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type ListInput, limitOf, readCursor, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { isOfInstallation, type Snapshot, snapshotColumns } from './snapshot-rows.ts';

/** Snapshots of an installation, newest first. */
export async function listSnapshots(ctx: Ctx, input: ListInput & { installationId: Id<'installation'> }): Promise<List<Snapshot>> {
  const limit = limitOf(input);
  const before = readCursor(input.cursor);
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const older = before === undefined ? undefined : lt(snapshots.version, Number(before) || 0);
    const rows = await tx
      .select(snapshotColumns)
      .from(snapshots)
      .where(and(isOfInstallation(tx, input.installationId), older))
      .orderBy(desc(snapshots.version))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => String(row.version));
  });
}
