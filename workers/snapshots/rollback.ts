import { installations } from '@home-base/schema/db/tables.ts';
import { and, eq, sql } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { afterCommit, withOrg } from '../db/with-org.ts';
import { requireChangeable } from '../installations/require.ts';
import { pokeRoom } from '../live/poke.ts';
import { loadEntries } from '../publish/load-pages.ts';
import { planSnapshot } from '../publish/publish.ts';
import { readDesired } from '../publish/read-summary.ts';
import { lockForPublish, StalePublish, writeSnapshot } from '../publish/write-snapshot.ts';
import { Refusal } from '../refusal.ts';
import { parseOnlineKeys } from '../trust/keys.ts';
import { readStoredSummary, restoreRows } from './restore-rows.ts';
import { requireSnapshot, type SnapshotName } from './snapshot-rows.ts';

const attempts = 3;

type Input = SnapshotName & { ifDesiredRev?: number | undefined };

/**
 * Back to an older snapshot, with automatic sync on: restores its rows and publishes its very pages as the next version, in one transaction.
 * What was enabled or created since then is removed from the cluster at once, CRDs and data kept. Refuses `conflict` for the current one, and while
 * the installation is being deleted. `ifDesiredRev`: refuses `precondition_failed` when anything was changed since its preview.
 */
export async function rollback(ctx: Ctx, input: Input): Promise<{ version: number; rollbackOf: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rollbackOnce(ctx, input);
    } catch (error) {
      if (error instanceof StalePublish && attempt < attempts) continue;
      if (error instanceof StalePublish)
        throw new Refusal('conflict', 'The installation is being published right now. Try again in a moment.', { cause: error });
      throw error;
    }
  }
}

async function rollbackOnce(ctx: Ctx, { installationId, version, ifDesiredRev }: Input): Promise<{ version: number; rollbackOf: number }> {
  const keys = parseOnlineKeys(ctx.env.TUF_KEYS);
  return withOrg(ctx, 'snapshots:write', async (tx) => {
    const before = await requireChangeable(tx, installationId);
    if (ifDesiredRev !== undefined && ifDesiredRev !== before.desiredRev)
      throw new Refusal(
        'precondition_failed',
        `The installation "${before.name}" was changed by someone else meanwhile, so the rollback would undo more than was shown: load what it changes anew and roll back again.`,
      );
    const target = await requireSnapshot(tx, { installationId, version });
    if (before.publishedVersion === version && before.publishedRev === before.desiredRev)
      throw new Refusal('conflict', `Snapshot ${version} is the current one: there is nothing to roll back.`);
    const summary = readStoredSummary(target.summary);
    await tx
      .update(installations)
      .set({ desiredRev: sql`${installations.desiredRev} + 1` })
      .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
    await restoreRows(tx, before, summary);
    const desired = await readDesired(tx, installationId);
    if (!desired) throw new Error(`installation ${installationId} vanished inside its own transaction`);
    await lockForPublish(tx, desired.installation, desired.latest);
    const previous = desired.latest ? await loadEntries(tx, tx.orgId, desired.latest.manifest.pages) : [];
    const entries = await loadEntries(tx, tx.orgId, target.pages);
    const plan = planSnapshot(desired, { entries }, previous, { keepData: true });
    const repository = await writeSnapshot(tx, {
      installation: desired.installation,
      latest: desired.latest,
      summary: desired.summary,
      failures: target.failures,
      ...plan,
      blobs: new Map(),
      rollbackOf: version,
      keys,
      now: ctx.now(),
    });
    const after = { version: repository.version, rollbackOf: version };
    await record(tx, ctx, {
      action: 'snapshot.rollback',
      targetId: target.id,
      installationId,
      before: { version: before.publishedVersion, catalogVersion: before.catalogVersion, channel: before.channel },
      after: { ...after, catalogVersion: desired.installation.catalogVersion, channel: desired.installation.channel },
    });
    afterCommit(tx, () => ctx.after(() => pokeRoom(ctx, installationId)));
    return after;
  });
}
