import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { batteries, blobs, installations, redisInstances, resourceStatuses, snapshots, tufFiles } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { and, eq, like, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { useWorld } from '../testing/use-world.ts';
import { publish } from './publish.ts';
import { disable, edit, makeInstallation, preparePublishing } from './testing/installation.ts';

const { world, org } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

const redis = (name: string, mode: string) => RedisInstance.parse({ name, mode, ...redisPresets.tiny });
const make = (types: string[] = ['battery_core']) => makeInstallation(system, org(), types);
const rowOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', async (tx) => {
    const [row] = await tx.select().from(installations).where(eq(installations.id, id));
    if (!row) throw new Error('no row');
    return row;
  });
const snapshotsOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', (tx) => tx.select().from(snapshots).where(eq(snapshots.installationId, id)).orderBy(snapshots.version));
const manifestOf = (id: Id<'installation'>, sha256: string) =>
  withSystem(system, 'test', async (tx) => {
    const [file] = await tx
      .select()
      .from(tufFiles)
      .where(and(eq(tufFiles.installationId, id), eq(tufFiles.path, `targets/${sha256}.manifest.json`)));
    return Manifest.parse(JSON.parse(file?.body ?? ''));
  });
const keysOf = (id: Id<'installation'>) =>
  withSystem(
    system,
    'test',
    async (tx) =>
      await tx
        .select({ key: resourceStatuses.key, battery: resourceStatuses.battery, state: resourceStatuses.state })
        .from(resourceStatuses)
        .where(eq(resourceStatuses.installationId, id)),
  );

describe('publish', () => {
  it('makes snapshot 1 of what the batteries render, with every resource pending', async () => {
    const id = await make();
    const outcome = await publish(system, id);
    expect(outcome).toMatchObject({ kind: 'published', repository: { version: 1, tufVersion: 1 } });
    const [snapshot] = await snapshotsOf(id);
    expect(snapshot).toMatchObject({ version: 1, desiredRev: 1, failures: [], rollbackOf: null });
    expect(await rowOf(id)).toMatchObject({ publishedRev: 1, publishedVersion: 1, failedRev: null });
    const rows = await keysOf(id);
    expect(rows).toHaveLength(snapshot?.resourceCount ?? 0);
    expect(rows.every((row) => row.state === 'pending' && row.battery === 'battery_core')).toBe(true);
    expect(await publish(system, id)).toMatchObject({ kind: 'current', version: 1 });
  });

  it('advances the revision without a new snapshot when nothing in it changed', async () => {
    const id = await make();
    await publish(system, id);
    await edit(system, id, async () => undefined);
    expect(await publish(system, id)).toMatchObject({ kind: 'same', version: 1 });
    expect(await snapshotsOf(id)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ publishedRev: 2, publishedVersion: 1 });
  });

  it('makes a new snapshot for a setting alone, and writes no page again', async () => {
    const id = await make();
    await publish(system, id);
    const count = () => withSystem(system, 'test', (tx) => tx.$count(blobs, eq(blobs.orgId, org().orgId)));
    const before = await count();
    await edit(system, id, (tx) => tx.update(installations).set({ paused: true }).where(eq(installations.id, id)));
    await publish(system, id);
    const [, second] = await snapshotsOf(id);
    expect(second).toMatchObject({ version: 2, changes: { added: 0, changed: 0, removed: 0 } });
    expect((await manifestOf(id, second?.manifestSha256 ?? '')).paused).toBe(true);
    expect(await count()).toBe(before);
  });

  it('publishes one version when two runs start at once', async () => {
    const id = await make();
    await Promise.all([publish(system, id), publish(system, id), publish(system, id)]);
    expect((await snapshotsOf(id)).map((row) => row.version)).toEqual([1]);
  });

  it('publishes the same version once after a run that died before its commit', async () => {
    const id = await make();
    let died = false;
    const dying: Ctx = {
      ...system,
      db: {
        ...system.db,
        transaction: (run, isolation) =>
          system.db.transaction(async (tx) => {
            const result = await run(tx);
            const [row] = await tx.select({ version: snapshots.version }).from(snapshots).where(eq(snapshots.installationId, id));
            if (row) {
              died = true;
              throw new Error('the Worker was killed');
            }
            return result;
          }, isolation),
      },
    };
    await expect(publish(dying, id)).rejects.toThrow('the Worker was killed');
    expect(died).toBe(true);
    expect(await snapshotsOf(id)).toHaveLength(0);
    expect(await rowOf(id)).toMatchObject({
      publishedRev: 0,
      failedRev: 1,
      failures: 1,
      failedReason: expect.stringContaining('tried again'),
    });
    await publish(system, id);
    expect((await snapshotsOf(id)).map((row) => row.version)).toEqual([1]);
    expect(await rowOf(id)).toMatchObject({ publishedRev: 1, failures: 0, failedReason: null });
  });

  it('lets what cannot be read fail alone: the rest goes on and its earlier resources stay', async () => {
    const id = await make(['battery_core', 'redis']);
    const spec = redis('cache', 'standalone');
    await edit(system, id, (tx) => tx.insert(redisInstances).values({ orgId: org().orgId, installationId: id, name: 'cache', spec }));
    await publish(system, id);
    const cacheKeys = async () => (await keysOf(id)).filter((row) => row.key.includes('redis-cache')).map((row) => row.key);
    const before = await cacheKeys();
    expect(before.length).toBeGreaterThan(0);
    await edit(system, id, (tx) =>
      tx
        .update(redisInstances)
        .set({ spec: { name: 'cache', mode: 'no such mode' } })
        .where(eq(redisInstances.installationId, id)),
    );
    await edit(system, id, (tx) => tx.update(installations).set({ driftPolicy: 'strict' }).where(eq(installations.id, id)));
    await publish(system, id);
    const latest = (await snapshotsOf(id)).at(-1);
    expect(latest?.failures).toEqual([expect.objectContaining({ battery: 'redis', message: expect.stringContaining('mode') })]);
    expect(latest?.changes).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(await cacheKeys()).toEqual(before);
    expect((await manifestOf(id, latest?.manifestSha256 ?? '')).removals).toEqual([]);
  });

  it('names what a disabled battery leaves for removal, but never CRDs and namespaces', async () => {
    const id = await make(['battery_core', 'redis']);
    await publish(system, id);
    const listed = (await keysOf(id)).filter((row) => row.battery === 'redis').map((row) => row.key);
    await disable(system, id, 'redis');
    await publish(system, id);
    const latest = (await snapshotsOf(id)).at(-1);
    const { removals } = await manifestOf(id, latest?.manifestSha256 ?? '');
    expect(listed.some((key) => key.includes('/CustomResourceDefinition/'))).toBe(true);
    expect(removals).toEqual(listed.filter((key) => !/\/(CustomResourceDefinition|Namespace)\//.test(key)).sort());
    // Named until the agent says that they are gone; wanted again, they are not named any more.
    await edit(system, id, (tx) => tx.insert(batteries).values({ orgId: org().orgId, installationId: id, type: 'redis' }));
    await publish(system, id);
    const again = (await snapshotsOf(id)).at(-1);
    expect((await manifestOf(id, again?.manifestSha256 ?? '')).removals).toEqual([]);
  });

  it('does not name what a battery that is still enabled stops rendering', async () => {
    const id = await make(['battery_core', 'redis']);
    const instance = (name: string) => ({ orgId: org().orgId, installationId: id, name, spec: redis(name, 'replication') });
    await edit(system, id, (tx) => tx.insert(redisInstances).values(instance('one')));
    await publish(system, id);
    await edit(system, id, (tx) =>
      tx
        .update(redisInstances)
        .set({ spec: redis('one', 'standalone') })
        .where(and(eq(redisInstances.installationId, id), like(redisInstances.name, 'one'))),
    );
    await publish(system, id);
    const latest = (await snapshotsOf(id)).at(-1);
    expect((await manifestOf(id, latest?.manifestSha256 ?? '')).removals).toEqual([]);
  });

  it('says gone for an installation that was deleted', async () => {
    const id = await make();
    await withSystem(system, 'test', (tx) => tx.execute(sql`delete from installations where id = ${sql.param(id, installations.id)}`));
    expect(await publish(system, id)).toEqual({ kind: 'gone' });
  });

  it('ends quietly when the installation is deleted in the middle of it', async () => {
    const id = await makeInstallation(system, org(), ['battery_core']);
    const complaints: string[] = [];
    let transactions = 0;
    const db: Ctx['db'] = {
      ...system.db,
      transaction: async (run, isolation) => {
        transactions += 1;
        if (transactions === 2) await withSystem(system, 'test', (tx) => tx.delete(installations).where(eq(installations.id, id)));
        return system.db.transaction(run, isolation);
      },
    };
    const log: Ctx['log'] = (_level, message) => void complaints.push(message);
    expect(await publish({ ...system, db, log }, id)).toEqual({ kind: 'gone' });
    expect(transactions).toBeGreaterThan(2);
    expect(complaints).toEqual([]);
  });
});
