import { batteryCore } from '@home-base/catalog/batteries/battery_core/battery.ts';
import { type Channel, channels, type ReleaseVersion, releaseFor, since } from '@home-base/catalog/releases.ts';
import { isUpgradeTime } from '@home-base/catalog/upgrade-window.ts';
import { batteries, installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, asc, eq, gte, isNotNull, notInArray, sql } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type SystemTx, withSystem } from '../db/with-system.ts';

/** A wave: what one sweep moves of a channel, so that a bad release is seen before it is everywhere. */
const perWave = 20;
/** So many installations that the release cannot be rendered for stop its waves until somebody has looked. */
const mostFailing = 3;

type Due = { orgId: Id<'org'>; id: Id<'installation'> };

/**
 * Moves unpinned installations on to the release of their channel, a wave at a time and each within its upgrade window. Never back: who leaves
 * `early` waits until `stable` has caught up.
 */
export async function followReleases(ctx: Ctx): Promise<Id<'installation'>[]> {
  const moved: Id<'installation'>[] = [];
  for (const channel of channels) {
    const { version } = releaseFor(channel);
    const due = await findDue(ctx, channel, version);
    if (due.length === 0 || (await isStopped(ctx, version))) continue;
    for (const installation of due.slice(0, perWave)) if (await move(ctx, channel, version, installation)) moved.push(installation.id);
  }
  return moved;
}

async function findDue(ctx: Ctx, channel: Channel, version: ReleaseVersion): Promise<Due[]> {
  const rows = await withSystem(ctx, 'sweep: whose channel has a newer release', (tx) =>
    tx
      .select({ orgId: installations.orgId, id: installations.id, core: batteries.config })
      .from(installations)
      .leftJoin(
        batteries,
        and(eq(batteries.orgId, installations.orgId), eq(batteries.installationId, installations.id), eq(batteries.type, batteryCore.type)),
      )
      .where(isBehind(channel, version))
      .orderBy(asc(installations.id)),
  );
  return rows.filter(({ core }) => isOpen(core, ctx.now()));
}

function isBehind(channel: Channel, version: ReleaseVersion) {
  return and(
    eq(installations.channel, channel),
    eq(installations.decommission, false),
    notInArray(installations.catalogVersion, since(version)),
  );
}

/** A config that today's schema cannot read names no window, so nothing moves. */
function isOpen(core: Record<string, unknown> | null, now: Date): boolean {
  const config = batteryCore.config.safeParse(core ?? {});
  return config.success && isUpgradeTime(config.data, now);
}

async function isStopped(ctx: Ctx, version: ReleaseVersion): Promise<boolean> {
  const failing = await withSystem(ctx, 'sweep: does the release render', (tx) =>
    tx.$count(
      installations,
      and(
        eq(installations.catalogVersion, version),
        isNotNull(installations.failedRev),
        gte(installations.failedRev, installations.desiredRev),
      ),
    ),
  );
  if (failing >= mostFailing)
    ctx.log('warn', 'a release is held back: installations that have it cannot be published', { version, failing });
  return failing >= mostFailing;
}

/** False when somebody pinned, moved or deleted it meanwhile. */
async function move(ctx: Ctx, channel: Channel, version: ReleaseVersion, { orgId, id }: Due): Promise<boolean> {
  const system: Ctx = { ...ctx, actor: { type: 'system', reason: `release channel ${channel}` } };
  return withSystem(ctx, 'sweep: move an installation to the release of its channel', async (tx) => {
    const before = await lock(tx, { orgId, id }, channel, version);
    if (!before) return false;
    await tx
      .update(installations)
      .set({ catalogVersion: version, desiredRev: sql`${installations.desiredRev} + 1`, updatedAt: ctx.now() })
      .where(and(eq(installations.orgId, orgId), eq(installations.id, id)));
    const after = { catalogVersion: version };
    await record(tx, system, { orgId, action: 'installation.upgrade', targetId: id, installationId: id, before, after });
    return true;
  });
}

async function lock(tx: SystemTx, { orgId, id }: Due, channel: Channel, version: ReleaseVersion) {
  const [row] = await tx
    .select({ catalogVersion: installations.catalogVersion })
    .from(installations)
    .where(and(eq(installations.orgId, orgId), eq(installations.id, id), isBehind(channel, version)))
    .for('update');
  return row;
}
