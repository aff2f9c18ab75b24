import { imageReference } from '@home-base/catalog/images.ts';
import { releaseFor } from '@home-base/catalog/releases.ts';
import { auditEvents, installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listBatteries } from '../batteries/list.ts';
import { putBattery } from '../batteries/put.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { sweep } from '../jobs/sweep.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing, setConfig } from '../publish/testing/installation.ts';
import { previewRollback } from '../snapshots/preview-rollback.ts';
import { rollback } from '../snapshots/rollback.ts';
import { useWorld } from '../testing/use-world.ts';
import { followReleases } from './follow-releases.ts';
import { getInstallation } from './get.ts';
import { updateInstallation } from './update.ts';

const { world, org } = useWorld();
const owner = () => org().as('owner');
const stable = releaseFor('stable').version;
const early = releaseFor('early').version;
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});
/** What other tests left behind is not due. */
beforeEach(() => withSystem(system, 'test', (tx) => tx.update(installations).set({ channel: 'pinned' })));

const at = (time: string): Ctx => ({ ...system, now: () => new Date(time) });
/** A Tuesday within the window that the core battery starts with. */
const open = () => at('2026-12-01T19:00:00Z');
const make = (types = ['battery_core']) => makeInstallation(system, org(), types);
const set = (ids: Id<'installation'>[], values: Partial<typeof installations.$inferInsert>) =>
  withSystem(system, 'test', (tx) => tx.update(installations).set(values).where(inArray(installations.id, ids)));
const shown = (installationId: Id<'installation'>) => getInstallation(owner(), { installationId });

describe('an installation', () => {
  test('starts on stable, and goes to the early release in its window once it follows early', async () => {
    const id = await make();
    await set([id], { channel: 'stable' });
    expect(await shown(id)).toMatchObject({ channel: 'stable', catalogVersion: stable, availableRelease: null });
    expect(await followReleases(open())).toEqual([]);
    const before = await updateInstallation(owner(), { installationId: id, channel: 'early' });
    expect(before).toMatchObject({ channel: 'early', catalogVersion: stable, availableRelease: early });
    expect((await sweep(at('2026-12-01T17:59:00Z'))).moved).toBe(0);
    world().poked.length = 0;
    expect((await sweep(open())).moved).toBe(1);
    expect(world().poked).toContain(id);
    const after = await shown(id);
    expect(after).toMatchObject({ catalogVersion: early, availableRelease: null, desiredRev: before.desiredRev + 1 });
    const [audit] = await withSystem(system, 'test', (tx) =>
      tx
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.installationId, id), eq(auditEvents.action, 'installation.upgrade'))),
    );
    expect(audit).toMatchObject({
      actor: { type: 'system', name: 'release channel early' },
      before: { catalogVersion: stable },
      after: { catalogVersion: early },
    });
    expect(await followReleases(open())).toEqual([]);
  });

  test('that is pinned, deleted or has a window of its own is left alone', async () => {
    const [pinned, deleted, sundays] = await Promise.all([make(), make(), make()]);
    await set([pinned], { channel: 'pinned', catalogVersion: 'of old' });
    await set([deleted], { channel: 'early', decommission: true });
    await set([sundays], { channel: 'early' });
    const upgradeDays = [false, false, false, false, false, false, true];
    await setConfig(system, sundays, 'battery_core', { upgradeDays, upgradeStartHour: 3, upgradeEndHour: 4 });
    expect(await followReleases(open())).toEqual([]);
    expect(await shown(pinned)).toMatchObject({ catalogVersion: 'of old', availableRelease: stable });
    expect(await followReleases(at('2026-12-06T03:30:00Z'))).toEqual([sundays]);
  });

  test('that leaves early waits there, and one whose release was taken off the list moves on', async () => {
    const [ahead, lost] = await Promise.all([make(), make()]);
    await set([ahead], { channel: 'stable', catalogVersion: early });
    await set([lost], { channel: 'stable', catalogVersion: '2026.10.9' });
    expect(await followReleases(open())).toEqual([lost]);
    expect(await shown(ahead)).toMatchObject({ catalogVersion: early });
    expect(await shown(lost)).toMatchObject({ catalogVersion: stable });
  });
});

describe('a wave', () => {
  test('is bounded, and the next sweep makes the next one', async () => {
    const ids = await Promise.all(Array.from({ length: 23 }, () => make()));
    await set(ids, { channel: 'early' });
    expect(await followReleases(open())).toHaveLength(20);
    expect(await followReleases(open())).toHaveLength(3);
  });

  test('waits while installations that have the release cannot be published', async () => {
    const [next, ...failing] = await Promise.all([make(), make(), make(), make()]);
    if (!next) throw new Error('none');
    await set(failing, { catalogVersion: early, failedRev: 1, desiredRev: 1 });
    await set([next], { channel: 'early' });
    expect(await followReleases(open())).toEqual([]);
    await set(failing, { failedRev: null });
    expect(await followReleases(open())).toEqual([next]);
  });
});

test('what an enabled battery shows and stores: images of the release, but for those that the user chose', async () => {
  const installationId = await make(['battery_core', 'cloudnative_pg']);
  const cnpg = async () => (await listBatteries(owner(), { installationId })).items.find(({ type }) => type === 'cloudnative_pg');
  const shownOnStable = (await cnpg())?.effectiveConfig;
  const operatorImage = 'registry.example.com/mirror/operator:v1';
  // As a form sends it: every field, whether it was touched or not.
  await putBattery(owner(), { installationId, type: 'cloudnative_pg', config: { ...shownOnStable, operatorImage }, withNeeds: false });
  await set([installationId], { channel: 'early' });
  await followReleases(open());
  expect(shownOnStable).toMatchObject({ postgresImage: imageReference('postgresql', stable) });
  expect((await cnpg())?.effectiveConfig).toMatchObject({ operatorImage, postgresImage: imageReference('postgresql', early) });
});

test('a rollback goes back to the release of then, says so before, and pins it', async () => {
  const installationId = await make();
  await publish(system, installationId);
  await set([installationId], { channel: 'early' });
  await followReleases(open());
  await setConfig(system, installationId, 'battery_core', { isolation: false });
  await publish(system, installationId);
  expect(await previewRollback(owner(), { installationId, version: 1 })).toMatchObject({ release: { from: early, to: stable } });
  await rollback(owner(), { installationId, version: 1 });
  expect(await shown(installationId)).toMatchObject({ catalogVersion: stable, channel: 'pinned' });
  expect(await followReleases(open())).toEqual([]);
  expect(await previewRollback(owner(), { installationId, version: 2 })).toMatchObject({ release: { from: stable, to: early } });
});
