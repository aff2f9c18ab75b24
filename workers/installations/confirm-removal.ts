import { gunzipSync } from 'node:zlib';
import { blobs, confirmedRemovals, resourceStatuses, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { Page } from '@home-base/schema/wire/manifest.ts';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';

/**
 * A person confirmed that everything of `owner` (a battery or object) may go, data included: its keys go into the manifest's signed `removals`.
 * Taken from the newest snapshot and from what the agent reported, for either may know a key that the other does not.
 */
export async function confirmRemoval(tx: OrgTx, { installationId, owner }: { installationId: Id<'installation'>; owner: string }): Promise<void> {
  const keys = new Set<string>(await listedKeys(tx, installationId, owner));
  const reported = await tx
    .select({ key: resourceStatuses.key })
    .from(resourceStatuses)
    .where(and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId), eq(resourceStatuses.owner, owner)));
  for (const { key } of reported) keys.add(key);
  if (keys.size === 0) return;
  await tx
    .insert(confirmedRemovals)
    .values([...keys].map((key) => ({ orgId: tx.orgId, installationId, key })))
    .onConflictDoNothing();
}

async function listedKeys(tx: OrgTx, installationId: Id<'installation'>, owner: string): Promise<string[]> {
  const [snapshot] = await tx
    .select({ pages: snapshots.pages })
    .from(snapshots)
    .where(and(eq(snapshots.orgId, tx.orgId), eq(snapshots.installationId, installationId)))
    .orderBy(desc(snapshots.version))
    .limit(1);
  if (!snapshot) return [];
  const names = snapshot.pages.map((page) => page.sha256);
  const pages = await tx.select({ body: blobs.body, encoding: blobs.encoding }).from(blobs).where(and(eq(blobs.orgId, tx.orgId), inArray(blobs.sha256, names)));
  return pages.flatMap(({ body, encoding }) => {
    const text = new TextDecoder().decode(encoding === 'gzip' ? gunzipSync(body) : body);
    return Page.parse(JSON.parse(text)).flatMap(([key, , , , entryOwner]) => (entryOwner === owner ? [key] : []));
  });
}
