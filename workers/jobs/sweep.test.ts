import { agentEvents, enrolmentTokens, idempotencyKeys, installations, sessions, tufFiles } from '@home-base/schema/db/tables.ts';
import { toUuid } from '@home-base/schema/ids/id.ts';
import { Metadata, MetadataKind } from '@tufjs/models';
import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { sweep } from './sweep.ts';

const { world, org } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

describe('sweep', () => {
  it('finds what a lost poke left unpublished, and leaves a failing one its time', async () => {
    const id = await makeInstallation(system, org(), ['battery_core']);
    const pokes = async () => {
      world().poked.length = 0;
      await sweep(system);
      return world().poked.includes(id);
    };
    expect(await pokes()).toBe(true);
    await withSystem(system, 'test', (tx) =>
      tx.update(installations).set({ failedAt: new Date(), failures: 3 }).where(eq(installations.id, id)),
    );
    expect(await pokes()).toBe(false);
    await withSystem(system, 'test', (tx) =>
      tx
        .update(installations)
        .set({ failedAt: new Date(Date.now() - 9000) })
        .where(eq(installations.id, id)),
    );
    expect(await pokes()).toBe(true);
    await publish(system, id);
    expect(await pokes()).toBe(false);
  });

  it('signs snapshot and targets anew before they expire, under a higher version and for the same manifest', async () => {
    const id = await makeInstallation(system, org(), ['battery_core']);
    await publish(system, id);
    const inDays = (days: number): Ctx => ({ ...system, now: () => new Date(Date.now() + days * 86_400_000) });
    await sweep(inDays(75));
    const find = async (path: string) =>
      (
        await withSystem(system, 'test', (tx) =>
          tx
            .select()
            .from(tufFiles)
            .where(and(eq(tufFiles.installationId, id), eq(tufFiles.path, path))),
        )
      )[0]?.body;
    expect(await find('2.targets.json')).toBeUndefined();
    world().poked.length = 0;
    await sweep(inDays(77));
    expect(world().poked).toContain(id);
    const targets = async (version: number) =>
      Metadata.fromJSON(MetadataKind.Targets, JSON.parse((await find(`${version}.targets.json`)) ?? '')).signed;
    expect((await targets(2)).targets['manifest.json']?.hashes).toEqual((await targets(1)).targets['manifest.json']?.hashes);
    expect((await targets(2)).isExpired(inDays(160).now())).toBe(false);
    await sweep(inDays(77));
    expect(await find('3.targets.json')).toBeUndefined();
    // The next publish goes on above it.
    await withSystem(system, 'test', (tx) =>
      tx.update(installations).set({ paused: true, desiredRev: sql`desired_rev + 1` }).where(eq(installations.id, id)),
    );
    expect(await publish(system, id)).toMatchObject({ kind: 'published', repository: { version: 2, tufVersion: 3 } });
  });

  it('drops old tokens and all but the newest thousand events', async () => {
    const id = await makeInstallation(system, org(), ['battery_core']);
    const { orgId } = org();
    const of = { orgId, installationId: id };
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await withSystem(system, 'test', async (tx) => {
      await tx.insert(enrolmentTokens).values([
        { ...of, hash: `old-${id}`, expiresAt: daysAgo(8) },
        { ...of, hash: `new-${id}`, expiresAt: daysAgo(-1) },
      ]);
      await tx
        .insert(agentEvents)
        .values(Array.from({ length: 1100 }, (_, n) => ({ ...of, at: new Date(), type: 'drift' as const, detail: `event ${n}` })));
    });
    await sweep(system);
    const [tokens, events] = await withSystem(
      system,
      'test',
      async (tx) =>
        [
          await tx.select().from(enrolmentTokens).where(eq(enrolmentTokens.installationId, id)),
          await tx.$count(agentEvents, eq(agentEvents.installationId, id)),
        ] as const,
    );
    expect(tokens.map((token) => token.hash)).toEqual([`new-${id}`]);
    expect(events).toBe(1000);
  });

  it('drops expired sessions and idempotency keys of yesterday, once an hour, and no others', async () => {
    const { actor } = org().as('owner');
    if (actor.type !== 'user') throw new Error('no user');
    const userId = toUuid('user', actor.id);
    const { orgId } = org();
    const onTheHour = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000);
    const at = (hours: number) => new Date(onTheHour.getTime() + hours * 3_600_000);
    const token = (name: string) => `${name}-${orgId}`;
    await withSystem(system, 'test', async (tx) => {
      await tx.insert(sessions).values([
        { userId, token: token('over'), expiresAt: at(-0.5) },
        { userId, token: token('open'), expiresAt: at(1) },
      ]);
      await tx.insert(idempotencyKeys).values([
        { orgId, key: 'old', fingerprint: 'f', createdAt: at(-25) },
        { orgId, key: 'new', fingerprint: 'f', createdAt: at(-23) },
      ]);
    });
    const left = () =>
      withSystem(system, 'test', async (tx) => [
        ...(await tx.select().from(sessions).where(eq(sessions.userId, userId))).map((row) => row.token),
        ...(await tx.select().from(idempotencyKeys).where(eq(idempotencyKeys.orgId, orgId))).map((row) => row.key),
      ]);
    await sweep({ ...system, now: () => new Date(onTheHour.getTime() - 60_000) });
    expect(await left()).toHaveLength(4);
    await sweep({ ...system, now: () => onTheHour });
    expect((await left()).toSorted()).toEqual(['new', token('open')]);
  });
});
