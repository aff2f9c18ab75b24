import { snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Entry, PageRef } from '@home-base/schema/wire/manifest.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { loadEntries } from '../publish/load-pages.ts';
import { Refusal } from '../refusal.ts';

/** A published snapshot as lists show it. */
export type Snapshot = {
  id: Id<'snapshot'>;
  version: number;
  desiredRev: number;
  createdAt: Date;
  resourceCount: number;
  changes: { added: number; changed: number; removed: number };
  failures: { owner: string; battery: string; message: string }[];
  rollbackOf: number | null;
  catalogVersion: string;
  manifestSha256: string;
};

export const snapshotColumns = {
  id: snapshots.id,
  version: snapshots.version,
  desiredRev: snapshots.desiredRev,
  createdAt: snapshots.createdAt,
  resourceCount: snapshots.resourceCount,
  changes: snapshots.changes,
  failures: snapshots.failures,
  rollbackOf: snapshots.rollbackOf,
  catalogVersion: snapshots.catalogVersion,
  manifestSha256: snapshots.manifestSha256,
};

export const isOfInstallation = (tx: OrgTx, installationId: Id<'installation'>) =>
  and(eq(snapshots.orgId, tx.orgId), eq(snapshots.installationId, installationId));

export type SnapshotName = { installationId: Id<'installation'>; version: number };

/** A snapshot with its page list and the summary it was made from; refuses `not_found`. */
export async function requireSnapshot(
  tx: OrgTx,
  { installationId, version }: SnapshotName,
): Promise<Snapshot & { pages: PageRef[]; summary: unknown }> {
  const [row] = await tx
    .select({ ...snapshotColumns, pages: snapshots.pages, summary: snapshots.summary })
    .from(snapshots)
    .where(and(isOfInstallation(tx, installationId), eq(snapshots.version, version)));
  if (!row) throw new Refusal('not_found', `Installation ${installationId} has no snapshot ${version}.`);
  return row;
}

/** All entries of a snapshot, sorted by key. */
export async function entriesOfSnapshot(tx: OrgTx, name: SnapshotName): Promise<Entry[]> {
  const { pages } = await requireSnapshot(tx, name);
  return (await loadEntries(tx, tx.orgId, pages)).toSorted((a, b) => (a[0] < b[0] ? -1 : 1));
}
