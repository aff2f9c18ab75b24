import { agents, confirmedRemovals, enrolmentTokens, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { listBatteries } from '../batteries/list.ts';
import { putBattery } from '../batteries/put.ts';
import { withSystem } from '../db/with-system.ts';
import { createObject } from '../objects/create.ts';
import { deleteObject } from '../objects/delete.ts';
import { changeMemberRole } from '../orgs/members/change-role.ts';
import { listMembers } from '../orgs/members/list.ts';
import { removeMember } from '../orgs/members/remove.ts';
import { redisSpec } from '../testing/specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { createInstallation } from './create.ts';
import { createEnrolmentToken } from './create-enrolment-token.ts';
import { deleteInstallation } from './delete.ts';
import { getInstallation } from './get.ts';
import { pauseInstallation } from './pause.ts';
import { updateInstallation } from './update.ts';

const { world, org } = useWorld();
const owner = () => org().as('owner');
let count = 0;
const make = () => createInstallation(owner(), { name: `i-${++count}`, usage: 'development', provider: 'kind' });
const enrol = (installationId: Id<'installation'>) =>
  withSystem(owner(), 'an agent of a test', (tx) =>
    tx.insert(agents).values({
      orgId: org().orgId,
      installationId,
      signingKey: 'AA',
      sealingKey: 'AA',
      clusterUid: 'uid',
      version: '0',
      kubernetesVersion: 'v1.36.3',
    }),
  );

describe('an installation', () => {
  test('starts with the size and the batteries of its usage and provider, and says why', async () => {
    const made = await make();
    expect(made).toMatchObject({ size: 'tiny', desiredRev: 1, publishedRev: 0, agent: null });
    expect(made.derived.sizeBecause).not.toBe('');
    const { items } = await listBatteries(owner(), { installationId: made.id });
    expect(items.map((battery) => battery.type)).toEqual(made.derived.batteries.map((battery) => battery.type).toSorted());
    expect(items.map((battery) => battery.type)).toContain('battery_core');
  });

  test('has a name of its own in the org, also when two are made at once', async () => {
    const both = await Promise.allSettled(
      [1, 2].map(() => createInstallation(owner(), { name: 'twin', usage: 'development', provider: 'kind' })),
    );
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { id } = await make();
    expect((await refusalOf(updateInstallation(owner(), { installationId: id, name: 'twin' }))).code).toBe('conflict');
  });

  test('without an agent is gone at once, and only for its exact name', async () => {
    const { id, name } = await make();
    expect(await refusalOf(deleteInstallation(owner(), { installationId: id, confirm: `${name} ` }))).toMatchObject({
      code: 'invalid',
      issues: [{ path: 'confirm' }],
    });
    expect(await deleteInstallation(owner(), { installationId: id, confirm: name })).toEqual({ state: 'deleted' });
    expect((await refusalOf(getInstallation(owner(), { installationId: id }))).code).toBe('not_found');
  });

  test('with an agent waits for the empty cluster, takes no more changes meanwhile, and is not held up by a pause', async () => {
    const { id, name } = await make();
    await enrol(id);
    await pauseInstallation(owner(), { installationId: id });
    expect(await deleteInstallation(owner(), { installationId: id, confirm: name })).toEqual({ state: 'deleting' });
    expect(await getInstallation(owner(), { installationId: id })).toMatchObject({ deleting: true, paused: false });
    expect((await refusalOf(putBattery(owner(), { installationId: id, type: 'redis', config: {}, withNeeds: true }))).code).toBe(
      'conflict',
    );
    expect(await deleteInstallation(owner(), { installationId: id, confirm: name })).toEqual({ state: 'deleting' });
    // The cluster is gone, say: with its agent's key revoked there is nobody left to wait for.
    await withSystem(owner(), 'test', (tx) => tx.update(agents).set({ revokedAt: new Date() }).where(eq(agents.installationId, id)));
    expect(await deleteInstallation(owner(), { installationId: id, confirm: name })).toEqual({ state: 'deleted' });
    expect((await refusalOf(getInstallation(owner(), { installationId: id }))).code).toBe('not_found');
  });

  test('gives out a token that is stored as a hash only and ends within the hour', async () => {
    const { id } = await make();
    const token = await createEnrolmentToken(owner(), { installationId: id });
    expect(token.command).toContain(token.token);
    expect(token.command).toContain(token.rootSha256);
    const [row] = await withSystem(owner(), 'test', (tx) => tx.select().from(enrolmentTokens).where(eq(enrolmentTokens.id, token.id)));
    expect(row).toMatchObject({ hash: sha256Hex(token.token), usedAt: null });
    expect(JSON.stringify(row)).not.toContain(token.token);
    expect(new Date(token.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
  });
});

describe('deleting an object', () => {
  test('names everything of it, and nothing else, for removal', async () => {
    const { id: installationId } = await make();
    await putBattery(owner(), { installationId, type: 'redis', config: {}, withNeeds: true });
    const redis = await createObject(owner(), 'redisInstances', { installationId, spec: redisSpec('cache') });
    const row = (key: string, ownerId: string) => ({
      orgId: org().orgId,
      installationId,
      key,
      group: '',
      kind: 'Service',
      name: key,
      owner: ownerId,
      state: 'applied' as const,
      health: 'healthy' as const,
    });
    await withSystem(owner(), 'what an agent reported', (tx) =>
      tx
        .insert(resourceStatuses)
        .values([row('core/Service/battery-data/redis-cache', redis.id), row('core/Service/battery-data/other', 'pg_other')]),
    );
    await deleteObject(owner(), 'redisInstances', { installationId, id: redis.id, confirm: 'cache' });
    const named = await withSystem(owner(), 'test', (tx) =>
      tx.select({ key: confirmedRemovals.key }).from(confirmedRemovals).where(eq(confirmedRemovals.installationId, installationId)),
    );
    expect(named).toEqual([{ key: 'core/Service/battery-data/redis-cache' }]);
  });

  test('is refused while sentinels watch it', async () => {
    const { id: installationId } = await make();
    await putBattery(owner(), { installationId, type: 'redis', config: {}, withNeeds: true });
    const { id } = await createObject(owner(), 'redisInstances', {
      installationId,
      spec: { ...redisSpec('main'), mode: 'replication', instances: 2 },
    });
    await createObject(owner(), 'redisInstances', {
      installationId,
      spec: { ...redisSpec('watch'), mode: 'sentinel', instances: 3, replicationOf: 'main' },
    });
    expect(await refusalOf(deleteObject(owner(), 'redisInstances', { installationId, id, confirm: 'main' }))).toMatchObject({
      code: 'conflict',
      publicText: expect.stringContaining('watch'),
    });
  });
});

describe('members', () => {
  test('an org keeps an owner, also when the last two leave at once', async () => {
    const own = await world().makeOrg();
    const list = (await listMembers(own.as('owner'), { limit: 10 })).items;
    const [first, admin] = [list.find((each) => each.role === 'owner'), list.find((each) => each.role === 'admin')];
    if (!first || !admin) throw new Error('no members');
    expect((await refusalOf(removeMember(own.as('owner'), { memberId: first.id }))).code).toBe('conflict');
    await changeMemberRole(own.as('owner'), { memberId: admin.id, role: 'owner' });
    const left = await Promise.allSettled(
      [first.id, admin.id].map((memberId) => changeMemberRole(own.as('owner'), { memberId, role: 'viewer' })),
    );
    expect(left.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect((await listMembers(own.as('owner'), { limit: 10 })).items.filter((each) => each.role === 'owner')).toHaveLength(1);
  });

  test('an admin makes no owner and unmakes none', async () => {
    const own = await world().makeOrg();
    const list = (await listMembers(own.as('owner'), { limit: 10 })).items;
    const [first, viewer] = [list.find((each) => each.role === 'owner'), list.find((each) => each.role === 'viewer')];
    if (!first || !viewer) throw new Error('no members');
    expect((await refusalOf(changeMemberRole(own.as('admin'), { memberId: viewer.id, role: 'owner' }))).code).toBe('forbidden');
    expect((await refusalOf(changeMemberRole(own.as('admin'), { memberId: first.id, role: 'viewer' }))).code).toBe('forbidden');
    expect((await refusalOf(removeMember(own.as('admin'), { memberId: first.id }))).code).toBe('forbidden');
  });
});
