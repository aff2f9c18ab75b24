import { snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { PageRef, pageOf } from '@home-base/schema/wire/manifest.ts';
import { desc, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { entriesOf, loadPages } from '../publish/load-pages.ts';
import { isOfInstallation } from './snapshot-rows.ts';

export type KeyChangeAt = { version: number; createdAt: Date; change: 'added' | 'changed' | 'removed' };

/** Snapshots looked at; each adds a page to read only when the key's page changed in it. */
const looked = 100;

/** Which of the last 100 snapshots changed one resource, newest first. A key's page is known by its hash, so unchanged pages cost nothing. */
export async function listKeyHistory(
  ctx: Ctx,
  { installationId, key }: { installationId: Id<'installation'>; key: string },
): Promise<KeyChangeAt[]> {
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const page = sql<unknown>`${snapshots.pages} -> ${pageOf(key)}::int`;
    const rows = await tx
      .select({ version: snapshots.version, createdAt: snapshots.createdAt, page })
      .from(snapshots)
      .where(isOfInstallation(tx, installationId))
      .orderBy(desc(snapshots.version))
      .limit(looked);
    const named = rows.map((row) => ({ ...row, page: PageRef.parse(row.page).sha256 }));
    const texts = await loadPages(
      tx,
      tx.orgId,
      named.map((row) => row.page),
    );
    const digests = named.map((row) => entriesOf(row.page, texts.get(row.page) ?? '[]').find(([listed]) => listed === key)?.[1]);
    return named.flatMap(({ version, createdAt }, index): KeyChangeAt[] => {
      const before = digests[index + 1];
      const now = digests[index];
      // Of the oldest one looked at, what came before is known only when it is the first of all.
      if (now === before || (index === named.length - 1 && version > 1)) return [];
      return [{ version, createdAt, change: before === undefined ? 'added' : now === undefined ? 'removed' : 'changed' }];
    });
  });
}
