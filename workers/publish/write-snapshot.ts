import type { Failure } from '@home-base/catalog/materialize.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import { confirmedRemovals, installations, snapshots, tufFiles } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { manifestTarget, metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { OnlineKeys } from '../trust/keys.ts';
import { signTargetsAndSnapshot } from '../trust/sign.ts';
import { insertBlobs, pack } from './blob-store.ts';
import { composeManifest, type EntryChanges, type PageText, type Settings } from './compose.ts';
import { rememberPage } from './load-pages.ts';
import type { InstallationRow, Latest } from './read-summary.ts';
import { trackStatuses } from './track-statuses.ts';

/** Someone else published in between; reading again and running once more is the remedy. */
export class StalePublish extends Error {}

export type NewSnapshot = {
  installation: InstallationRow;
  latest: Latest | undefined;
  summary: Summary;
  settings: Settings;
  removals: { add: string[]; drop: string[] };
  pages: PageText[];
  blobs: ReadonlyMap<string, string>;
  changes: EntryChanges;
  failures: Failure[];
  rollbackOf?: number;
  keys: OnlineKeys;
  now: Date;
};

/** The published state of an installation: what the room answers bundles from. */
export type Repository = {
  orgId: Id<'org'>;
  version: number;
  tufVersion: number;
  manifest: string;
  manifestSha256: string;
  targets: string;
  snapshot: string;
};

/**
 * One write transaction: blobs, pages, signed files, snapshot row, `publishedRev`. Call it after `lockForPublish` in the same transaction.
 * Only what the previous snapshot did not list is written (compare by hash).
 */
export async function writeSnapshot(tx: Tx, next: NewSnapshot): Promise<Repository> {
  const { installation, latest, settings, pages, now } = next;
  const { orgId, id: installationId } = installation;
  const version = (latest?.version ?? 0) + 1;
  const tufVersion = (latest?.tufVersion ?? 0) + 1;
  const manifest = composeManifest({ ...settings, installationId, version, desiredRev: installation.desiredRev, now, pages });
  const manifestSha256 = sha256Hex(manifest);
  const signed = await signTargetsAndSnapshot(
    { keys: next.keys, installationId, version: tufVersion, now },
    { sha256: manifestSha256, bytes: Buffer.byteLength(manifest) },
  );
  const oldPages = new Set(latest?.manifest.pages.map((page) => page.sha256));
  const newPages = new Map(pages.filter((page) => !oldPages.has(page.sha256)).map((page) => [page.sha256, page.text]));
  await insertBlobs(
    tx,
    orgId,
    [...next.blobs, ...newPages].map(([sha256, text]) => pack(sha256, text)),
  );
  const file = (path: string, body: string) => ({ orgId, installationId, path, sha256: sha256Hex(body), body });
  await tx
    .insert(tufFiles)
    .values([
      file(targetPath(manifestTarget, manifestSha256), manifest),
      file(metadataPath('targets', tufVersion), signed.targets),
      file(metadataPath('snapshot', tufVersion), signed.snapshot),
    ]);
  const { added, changed, removed } = next.changes;
  await tx.insert(snapshots).values({
    orgId,
    installationId,
    version,
    desiredRev: installation.desiredRev,
    tufVersion,
    manifestSha256,
    pages: pages.map(({ sha256, bytes, count }) => ({ sha256, bytes, count })),
    resourceCount: pages.reduce((sum, page) => sum + page.count, 0),
    summary: next.summary,
    catalogVersion: next.summary.catalogVersion,
    failures: next.failures,
    changes: { added: added.length, changed: changed.length, removed: removed.length },
    rollbackOf: next.rollbackOf ?? null,
    createdAt: now,
  });
  await storeRemovals(tx, installation, next.removals);
  await trackStatuses(tx, installation, next.changes);
  await markPublished(tx, installation, version);
  for (const [sha256, text] of newPages) rememberPage(orgId, sha256, text);
  return { orgId, version, tufVersion, manifest, manifestSha256, ...signed };
}

/**
 * Serializes publishes of one installation and makes sure that `latest` still is the latest, and that no newer revision was published meanwhile,
 * be it without a snapshot; throws StalePublish.
 */
export async function lockForPublish(tx: Tx, installation: InstallationRow, latest: Latest | undefined): Promise<void> {
  const { rows } = await tx.execute(sql`
    select i.published_version as version, i.published_rev > ${installation.desiredRev} as "isOvertaken", (select max(s.tuf_version) from snapshots s where s.installation_id = i.id and s.org_id = i.org_id) as "tufVersion"
    from installations i where i.org_id = ${installations.orgId.mapToDriverValue(installation.orgId)} and i.id = ${installations.id.mapToDriverValue(installation.id)} for update`);
  const [row] = rows;
  if (!row || row.isOvertaken || row.version !== (latest?.version ?? 0) || (row.tufVersion ?? 0) !== (latest?.tufVersion ?? 0))
    throw new StalePublish(`installation ${installation.id} was published by another run`);
}

/** `publishedRev` rises to the revision that was read; `lockForPublish` saw to it that it does not fall. */
export async function markPublished(tx: Tx, { orgId, id, desiredRev }: InstallationRow, version: number): Promise<void> {
  await tx
    .update(installations)
    .set({
      publishedRev: desiredRev,
      publishedVersion: version,
      failedRev: null,
      failedReason: null,
      failedAt: null,
      failures: 0,
    })
    .where(and(eq(installations.orgId, orgId), eq(installations.id, id)));
}

async function storeRemovals(
  tx: Tx,
  { orgId, id: installationId }: InstallationRow,
  { add, drop }: NewSnapshot['removals'],
): Promise<void> {
  const chunk = 1000;
  for (let start = 0; start < add.length; start += chunk) {
    const rows = add.slice(start, start + chunk).map((key) => ({ orgId, installationId, key }));
    await tx.insert(confirmedRemovals).values(rows).onConflictDoNothing();
  }
  if (drop.length === 0) return;
  const of = and(
    eq(confirmedRemovals.orgId, orgId),
    eq(confirmedRemovals.installationId, installationId),
    inArray(confirmedRemovals.key, drop),
  );
  await tx.delete(confirmedRemovals).where(of);
}
