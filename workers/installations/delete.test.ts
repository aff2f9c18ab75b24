import { agents, installations, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { desc, eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { rollback } from '../snapshots/rollback.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { deleteInstallation } from './delete.ts';

const { world, org } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

async function withAgent(): Promise<Id<'installation'>> {
  const installationId = await makeInstallation(system, org(), ['battery_core']);
  await publish(system, installationId);
  const agent = { signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' };
  await withSystem(system, 'test', (tx) => tx.insert(agents).values({ orgId: org().orgId, installationId, ...agent }));
  return installationId;
}
const rowOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', async (tx) => {
    const [row] = await tx.select().from(installations).where(eq(installations.id, id));
    if (!row) throw new Error('no row');
    return row;
  });
const newestOf = async (id: Id<'installation'>) =>
  (
    await withSystem(system, 'test', (tx) =>
      tx.select().from(snapshots).where(eq(snapshots.installationId, id)).orderBy(desc(snapshots.version)).limit(1),
    )
  )[0];
const remove = async (installationId: Id<'installation'>) =>
  deleteInstallation(org().as('owner'), { installationId, confirm: (await rowOf(installationId)).name });

test('an installation that is being deleted cannot be rolled back to what its agent is removing', async () => {
  const installationId = await withAgent();
  expect(await remove(installationId)).toEqual({ state: 'deleting' });
  await publish(system, installationId);
  expect(await refusalOf(rollback(org().as('member'), { installationId, version: 1 }))).toMatchObject({
    code: 'conflict',
    publicText: expect.stringContaining('is being deleted'),
  });
  expect(await newestOf(installationId)).toMatchObject({ version: 2, resourceCount: 0 });
});

test('deleting again what still lists resources has it emptied after all, and then changes nothing more', async () => {
  const installationId = await withAgent();
  await withSystem(system, 'as a rollback left it that came after the deletion', (tx) =>
    tx.update(installations).set({ decommission: true }).where(eq(installations.id, installationId)),
  );
  expect(await publish(system, installationId)).toMatchObject({ kind: 'current', version: 1 });
  world().poked.length = 0;
  expect(await remove(installationId)).toEqual({ state: 'deleting' });
  await world().settle();
  expect(world().poked).toContain(installationId);
  expect(await publish(system, installationId)).toMatchObject({ kind: 'published', repository: { version: 2 } });
  expect(await newestOf(installationId)).toMatchObject({ version: 2, resourceCount: 0 });
  const before = await rowOf(installationId);
  expect(await remove(installationId)).toEqual({ state: 'deleting' });
  expect(await rowOf(installationId)).toEqual(before);
});
