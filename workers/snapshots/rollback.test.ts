import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { auditEvents, batteries, installations, redisInstances, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { disable, edit, makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { diffResource } from './diff-resource.ts';
import { diffSnapshots } from './diff-snapshots.ts';
import { getSnapshot } from './get-snapshot.ts';
import { listSnapshotResources } from './list-snapshot-resources.ts';
import { listSnapshots } from './list-snapshots.ts';
import { previewRollback } from './preview-rollback.ts';
import { rollback } from './rollback.ts';

const { world, org, stranger } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

const redis = (memoryMib: number) =>
  RedisInstance.parse({ name: 'cache', mode: 'standalone', ...redisPresets.tiny, memoryRequestedBytes: memoryMib << 20 });
const rowsOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', async (tx) => ({
    types: (await tx.select().from(batteries).where(eq(batteries.installationId, id))).map((row) => row.type).sort(),
    redis: (await tx.select().from(redisInstances).where(eq(redisInstances.installationId, id))).map((row) => ({
      id: row.id,
      memory: row.spec.memoryRequestedBytes,
    })),
    snapshots: await tx.select().from(snapshots).where(eq(snapshots.installationId, id)).orderBy(snapshots.version),
  }));

/** v1: core and redis with an instance; v2: more memory; v3: redis gone. */
async function threeVersions(): Promise<Id<'installation'>> {
  const id = await makeInstallation(system, org(), ['battery_core', 'redis']);
  await edit(system, id, (tx) =>
    tx.insert(redisInstances).values({ orgId: org().orgId, installationId: id, name: 'cache', spec: redis(128) }),
  );
  await publish(system, id);
  await edit(system, id, (tx) =>
    tx
      .update(redisInstances)
      .set({ spec: redis(256) })
      .where(eq(redisInstances.installationId, id)),
  );
  await publish(system, id);
  await edit(system, id, (tx) => tx.delete(redisInstances).where(eq(redisInstances.installationId, id)));
  await disable(system, id, 'redis');
  await publish(system, id);
  return id;
}

describe('snapshots', () => {
  it('are listed newest first and compared field by field', async () => {
    const installationId = await threeVersions();
    const viewer = org().as('viewer');
    const first = await listSnapshots(viewer, { installationId, limit: 2 });
    expect(first.items.map((item) => item.version)).toEqual([3, 2]);
    expect((await listSnapshots(viewer, { installationId, cursor: first.nextCursor ?? '' })).items.map((item) => item.version)).toEqual([
      1,
    ]);
    expect(await getSnapshot(viewer, { installationId, version: 2 })).toMatchObject({ version: 2, changes: { added: 0, removed: 0 } });
    const key = 'redis.redis.opstreelabs.in/Redis/battery-data/redis-cache';
    const diff = await diffSnapshots(viewer, { installationId, from: 1, to: 2 });
    expect(diff).toMatchObject({ added: [], removed: [] });
    expect(diff.changed.map((change) => change.key)).toContain(key);
    const { fields } = await diffResource(viewer, { installationId, from: 1, to: 2, key });
    expect(fields).toContainEqual(expect.objectContaining({ path: expect.stringContaining('requests.memory') }));
    const resources = await listSnapshotResources(viewer, { installationId, version: 3, limit: 5 });
    expect(resources.items).toHaveLength(5);
    const rest = await listSnapshotResources(viewer, { installationId, version: 3, limit: 200, cursor: resources.nextCursor ?? '' });
    expect(resources.items.length + rest.items.length).toBe((await getSnapshot(viewer, { installationId, version: 3 })).resourceCount);
    expect(resources.items[0]?.live).toMatchObject({ state: 'pending', battery: 'battery_core', isApplied: false });
  });

  it('roll back: the rows return with their ids and that version’s pages are the next version', async () => {
    const installationId = await threeVersions();
    const before = await rowsOf(installationId);
    expect(before.types).toEqual(['battery_core']);
    const preview = await previewRollback(org().as('viewer'), { installationId, version: 1 });
    expect(preview.rows).toEqual({
      batteries: { enabled: ['redis'], disabled: [], changed: [] },
      objects: { restored: ['cache'], deleted: [], changed: [] },
    });
    expect(preview.diff.added.length).toBeGreaterThan(0);
    expect(preview.rendersDifferently).toEqual({ added: [], changed: [], removed: [] });
    expect(await rowsOf(installationId)).toEqual(before);
    world().poked.length = 0;
    expect(await rollback(org().as('member'), { installationId, version: 1 })).toEqual({ version: 4, rollbackOf: 1 });
    await world().settle();
    const after = await rowsOf(installationId);
    expect(after.types).toEqual(['battery_core', 'redis']);
    expect(after.redis).toMatchObject([{ memory: 128 << 20 }]);
    expect(after.snapshots[3]).toMatchObject({ version: 4, rollbackOf: 1, pages: after.snapshots[0]?.pages });
    expect(world().poked).toContain(installationId);
    const [audit] = await withSystem(system, 'test', (tx) =>
      tx
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.installationId, installationId), eq(auditEvents.action, 'snapshot.rollback'))),
    );
    expect(audit).toMatchObject({ before: { version: 3 }, after: { version: 4, rollbackOf: 1 } });
    // Automatic sync stays on: nothing is left to publish, and the next edit goes on from here.
    expect(await publish(system, installationId)).toMatchObject({ kind: 'current', version: 4 });
    await edit(system, installationId, (tx) => tx.update(installations).set({ paused: true }).where(eq(installations.id, installationId)));
    expect(await publish(system, installationId)).toMatchObject({ kind: 'published', repository: { version: 5 } });
  });

  it('roll back once when asked twice at the same time, and never to the current one', async () => {
    const installationId = await threeVersions();
    expect(await refusalOf(rollback(org().as('member'), { installationId, version: 3 }))).toMatchObject({ code: 'conflict' });
    await Promise.allSettled([rollback(org().as('member'), { installationId, version: 2 }), publish(system, installationId)]);
    const versions = (await rowsOf(installationId)).snapshots.map((row) => row.version);
    expect(versions).toEqual([1, 2, 3, 4]);
  });

  it('are not rolled back to once anything was changed since the preview was shown: what it never named is not deleted', async () => {
    const installationId = await threeVersions();
    const member = org().as('member');
    const { desiredRev } = await previewRollback(member, { installationId, version: 2 });
    const unseen = RedisInstance.parse({ ...redis(128), name: 'unseen' });
    await edit(system, installationId, (tx) =>
      tx.insert(redisInstances).values({ orgId: org().orgId, installationId, name: 'unseen', spec: unseen }),
    );
    expect(await refusalOf(rollback(member, { installationId, version: 2, ifDesiredRev: desiredRev }))).toMatchObject({
      code: 'precondition_failed',
      publicText: expect.stringMatching(/changed by someone else meanwhile.*anew/),
    });
    expect((await rowsOf(installationId)).redis).toHaveLength(1);
    const shown = await previewRollback(member, { installationId, version: 2 });
    expect(shown.rows.objects.deleted).toEqual(['unseen']);
    // That it is published meanwhile changes nothing that was shown.
    await publish(system, installationId);
    expect(await rollback(member, { installationId, version: 2, ifDesiredRev: shown.desiredRev })).toMatchObject({ rollbackOf: 2 });
  });

  it('are closed to a viewer’s rollback and invisible to another org', async () => {
    const installationId = await threeVersions();
    expect(await refusalOf(rollback(org().as('viewer'), { installationId, version: 1 }))).toMatchObject({ code: 'forbidden' });
    const other = stranger().as('owner');
    const calls: (() => Promise<unknown>)[] = [
      () => rollback(other, { installationId, version: 1 }),
      () => previewRollback(other, { installationId, version: 1 }),
      () => listSnapshots(other, { installationId }),
      () => getSnapshot(other, { installationId, version: 1 }),
      () => listSnapshotResources(other, { installationId, version: 1 }),
      () => diffSnapshots(other, { installationId, from: 1, to: 2 }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toMatchObject({ code: 'not_found' });
  });
});
