import { snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { loadEntries } from './load-pages.ts';

/** What the newest snapshot lists, by key; empty before the first. */
export async function latestEntries(
  tx: Tx,
  { orgId, installationId }: { orgId: Id<'org'>; installationId: Id<'installation'> },
): Promise<Map<string, Entry>> {
  const [snapshot] = await tx
    .select({ pages: snapshots.pages })
    .from(snapshots)
    .where(and(eq(snapshots.orgId, orgId), eq(snapshots.installationId, installationId)))
    .orderBy(desc(snapshots.version))
    .limit(1);
  const entries = snapshot ? await loadEntries(tx, orgId, snapshot.pages) : [];
  return new Map(entries.map((entry) => [entry[0], entry]));
}
