import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { requireSnapshot, type Snapshot, type SnapshotName } from './snapshot-rows.ts';

/** One snapshot by its version. */
export async function getSnapshot(ctx: Ctx, name: SnapshotName): Promise<Snapshot> {
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, name.installationId);
    const { pages: _pages, summary: _summary, ...snapshot } = await requireSnapshot(tx, name);
    return snapshot;
  });
}
