import { allObjects } from '@home-base/catalog/summary.ts';
import { installations, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { loggedError } from '../logged-error.ts';
import { Refusal } from '../refusal.ts';
import { parseOnlineKeys } from '../trust/keys.ts';
import { compareEntries, composePages, isSame, type Settings } from './compose.ts';
import { loadEntries } from './load-pages.ts';
import { type Desired, readDesired } from './read-summary.ts';
import { nameRemovals } from './removals.ts';
import { type Rendered, renderDesired } from './render-desired.ts';
import { upstreamIndex } from './upstream-index.ts';
import { lockForPublish, markPublished, type Repository, StalePublish, writeSnapshot } from './write-snapshot.ts';

/** `current`: nothing to do. `same`: the revision advanced, no new snapshot. `gone`: there is no such installation. */
export type Outcome =
  | { kind: 'gone' }
  | { kind: 'current' | 'same'; version: number; tufVersion: number }
  | { kind: 'published'; repository: Repository; blobs: ReadonlyMap<string, string> };

const staleAttempts = 3;
const nothing: Rendered = { entries: [], blobs: new Map(), failures: [] };

/**
 * Publishes what should be (DESIGN.md 4): one read, materialize, one write transaction. Running it again, or twice at once, makes no second
 * snapshot: the write locks the installation and checks that what it compared with still is the latest. Throws what a room retries;
 * `failedRev` and its reason are stored then.
 */
export async function publish(ctx: Ctx, installationId: Id<'installation'>): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await publishOnce(ctx, installationId);
    } catch (error) {
      if (error instanceof StalePublish && attempt < staleAttempts) continue;
      await storeFailure(ctx, installationId, error);
      throw error;
    }
  }
}

async function publishOnce(ctx: Ctx, installationId: Id<'installation'>): Promise<Outcome> {
  const read = await withSystem(
    ctx,
    'publish: read what should be',
    async (tx) => {
      const desired = await readDesired(tx, installationId);
      if (!desired || isCurrent(desired)) return { desired, previous: [], upstream: [] };
      const { installation, latest } = desired;
      const previous = latest ? await loadEntries(tx, installation.orgId, latest.manifest.pages) : [];
      return { desired, previous, upstream: await upstreamIndex(tx, installation.catalogVersion) };
    },
    { isolation: 'repeatable read' },
  );
  const { desired, previous, upstream } = read;
  if (!desired) return { kind: 'gone' };
  const { installation, latest } = desired;
  if (latest && isCurrent(desired)) return { kind: 'current', version: latest.version, tufVersion: latest.tufVersion };
  // Decommissioned: the manifest lists nothing, so that everything goes.
  const rendered = installation.decommission ? nothing : renderDesired(desired, upstream, previous);
  const plan = planSnapshot(desired, rendered, previous);
  if (latest && isSame(latest.manifest, { ...plan.settings, pages: plan.pages })) {
    await withSystem(ctx, 'publish: nothing new', async (tx) => {
      await lockForPublish(tx, installation, latest);
      const where = and(
        eq(snapshots.orgId, installation.orgId),
        eq(snapshots.installationId, installationId),
        eq(snapshots.version, latest.version),
      );
      // What makes no resource (projects) is part of what this snapshot stands for, so a rollback to it brings that back too. But what cannot be
      // read today is only in the summary that is stored.
      const isWhole = desired.unreadable.length === 0;
      await tx
        .update(snapshots)
        .set({ failures: rendered.failures, ...(isWhole && { summary: desired.summary }) })
        .where(where);
      await markPublished(tx, installation, latest.version);
    });
    return { kind: 'same', version: latest.version, tufVersion: latest.tufVersion };
  }
  const keys = parseOnlineKeys(ctx.env.TUF_KEYS);
  const repository = await withSystem(ctx, 'publish: write the snapshot', async (tx) => {
    await lockForPublish(tx, installation, latest);
    return writeSnapshot(tx, {
      installation,
      latest,
      summary: desired.summary,
      failures: rendered.failures,
      ...plan,
      blobs: rendered.blobs,
      keys,
      now: ctx.now(),
    });
  });
  return { kind: 'published', repository, blobs: rendered.blobs };
}

function isCurrent({ installation, latest }: Desired): boolean {
  return latest !== undefined && installation.publishedRev >= installation.desiredRev;
}

/** Pages, settings, removals and changes of the next snapshot; pure. */
export function planSnapshot(desired: Desired, rendered: Pick<Rendered, 'entries'>, previous: readonly Entry[], { keepData = false } = {}) {
  const { installation, summary, unreadable } = desired;
  const changes = compareEntries(previous, rendered.entries);
  const owners = new Set([...summary.batteries, ...allObjects(summary).map(({ object }) => object)].map((row) => row.id));
  for (const failure of unreadable) owners.add(failure.owner);
  const listed = new Set(rendered.entries.map(([key]) => key));
  const removals = nameRemovals({ removed: changes.removed, listed, owners, confirmed: desired.confirmedRemovals, keepData });
  const settings: Settings = {
    paused: installation.paused,
    decommission: installation.decommission,
    driftPolicy: installation.driftPolicy,
    removals: removals.removals,
  };
  return { settings, removals, changes, pages: composePages(rendered.entries) };
}

async function storeFailure(ctx: Ctx, installationId: Id<'installation'>, error: unknown): Promise<void> {
  // Shown on the installation's page: what was not worded for people stays in the log.
  const reason =
    error instanceof Refusal ? error.publicText : `Something went wrong while publishing; it is tried again (request ${ctx.requestId}).`;
  ctx.log('error', 'publish failed', { installationId, ...loggedError(error) });
  try {
    await withSystem(ctx, 'publish: store the failure', (tx) =>
      tx
        .update(installations)
        .set({
          failedRev: installations.desiredRev,
          failedReason: reason,
          failedAt: ctx.now(),
          failures: sql`${installations.failures} + 1`,
        })
        // What a newer run published meanwhile did not fail.
        .where(and(eq(installations.id, installationId), gt(installations.desiredRev, installations.publishedRev))),
    );
  } catch (second) {
    // The database is away: the room retries, and there is nowhere to write to.
    ctx.log('warn', 'the failure of a publish could not be stored', { installationId, ...loggedError(second) });
  }
}
