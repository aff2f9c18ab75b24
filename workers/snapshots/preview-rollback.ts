import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { compareEntries } from '../publish/compose.ts';
import { loadEntries } from '../publish/load-pages.ts';
import { readDesired } from '../publish/read-summary.ts';
import { renderDesired } from '../publish/render-desired.ts';
import { upstreamIndex } from '../publish/upstream-index.ts';
import { type KeyChanges, keyChanges } from './diff-snapshots.ts';
import { type RowChanges, readStoredSummary, restoredRelease, rowChanges } from './restore-rows.ts';
import { requireSnapshot, type SnapshotName } from './snapshot-rows.ts';

export type RollbackPreview = {
  version: number;
  /** Of the installation as the preview saw it: `ifDesiredRev` of a rollback to exactly this. */
  desiredRev: number;
  /** Newest published version; undefined before the first. */
  current: number | undefined;
  /** What the cluster will see: from the newest snapshot to that one. */
  diff: KeyChanges;
  rows: RowChanges;
  /** The release of the catalog goes back, and the installation is pinned to it; undefined when it stays. */
  release: { from: string; to: string } | undefined;
  /** What the next edit after the rollback will change besides itself, because today's catalog renders these rows otherwise. */
  rendersDifferently: KeyChanges;
};

/** What `rollback` would do. Changes nothing. */
export async function previewRollback(ctx: Ctx, { installationId, version }: SnapshotName): Promise<RollbackPreview> {
  const read = await withOrg(
    ctx,
    'snapshots:read',
    async (tx) => {
      const { catalogVersion, desiredRev } = await requireInstallation(tx, installationId);
      const target = await requireSnapshot(tx, { installationId, version });
      const stored = readStoredSummary(target.summary);
      const release = restoredRelease(catalogVersion, stored);
      const then = { ...stored, catalogVersion: release ?? catalogVersion };
      const desired = await readDesired(tx, installationId);
      if (!desired) throw new Error(`installation ${installationId} vanished inside its own transaction`);
      const previous = desired.latest ? await loadEntries(tx, tx.orgId, desired.latest.manifest.pages) : [];
      return {
        then,
        desiredRev,
        release: release ? { from: catalogVersion, to: release } : undefined,
        desired,
        previous,
        entries: await loadEntries(tx, tx.orgId, target.pages),
        upstream: await upstreamIndex(tx, then.catalogVersion),
      };
    },
    { isolation: 'repeatable read' },
  );
  const then = { ...read.then, facts: read.desired.summary.facts };
  const today = renderDesired({ summary: then, unreadable: [] }, read.upstream, read.entries);
  return {
    version,
    desiredRev: read.desiredRev,
    current: read.desired.latest?.version,
    diff: keyChanges(compareEntries(read.previous, read.entries)),
    rows: rowChanges(read.desired.summary, then),
    release: read.release,
    rendersDifferently: keyChanges(compareEntries(read.entries, today.entries)),
  };
}
