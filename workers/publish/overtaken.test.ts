import { installations, projects, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { useWorld } from '../testing/use-world.ts';
import { publish } from './publish.ts';
import { edit, makeInstallation, preparePublishing } from './testing/installation.ts';

const { world, org } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

async function published(): Promise<Id<'installation'>> {
  const id = await makeInstallation(system, org(), ['battery_core']);
  await publish(system, id);
  return id;
}
/** A publish that has read what should be and stalls before it writes, while something else happens. */
function publishOvertakenBy(id: Id<'installation'>, meanwhile: () => Promise<unknown>) {
  let transactions = 0;
  const transaction: Ctx['db']['transaction'] = async (run, isolation) => {
    transactions += 1;
    if (transactions === 2) await meanwhile();
    return system.db.transaction(run, isolation);
  };
  return publish({ ...system, db: { ...system.db, transaction } }, id);
}
const pause = (id: Id<'installation'>, paused: boolean) =>
  edit(system, id, (tx) => tx.update(installations).set({ paused }).where(eq(installations.id, id)));
const addProject = (id: Id<'installation'>, name: string) =>
  edit(system, id, (tx) => tx.insert(projects).values({ orgId: org().orgId, installationId: id, name }));
const snapshotsOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', (tx) => tx.select().from(snapshots).where(eq(snapshots.installationId, id)).orderBy(snapshots.version));
const rowOf = async (id: Id<'installation'>) =>
  (await withSystem(system, 'test', (tx) => tx.select().from(installations).where(eq(installations.id, id))))[0];

describe('a publish that a newer one overtook', () => {
  it('does not publish an edit that was undone meanwhile', async () => {
    const id = await published();
    await pause(id, true);
    const outcome = await publishOvertakenBy(id, async () => {
      await pause(id, false);
      expect(await publish(system, id)).toMatchObject({ kind: 'same', version: 1 });
    });
    expect(outcome).toMatchObject({ kind: 'current', version: 1 });
    expect(await snapshotsOf(id)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ desiredRev: 3, publishedRev: 3, publishedVersion: 1, failedRev: null });
  });

  it('takes no project away again from the snapshot that both stand for', async () => {
    const id = await published();
    await addProject(id, 'first');
    const outcome = await publishOvertakenBy(id, async () => {
      await addProject(id, 'second');
      expect(await publish(system, id)).toMatchObject({ kind: 'same', version: 1 });
    });
    expect(outcome).toMatchObject({ kind: 'current', version: 1 });
    expect(await snapshotsOf(id)).toMatchObject([{ version: 1, summary: { projects: [{ name: 'first' }, { name: 'second' }] } }]);
  });

  it('is no failure of the installation when it then breaks', async () => {
    const id = await published();
    await pause(id, true);
    const broken = publishOvertakenBy(id, async () => {
      await publish(system, id);
      throw new Error('the Worker was killed');
    });
    await expect(broken).rejects.toThrow('the Worker was killed');
    expect(await rowOf(id)).toMatchObject({ publishedRev: 2, publishedVersion: 2, failedRev: null, failures: 0 });
  });
});
