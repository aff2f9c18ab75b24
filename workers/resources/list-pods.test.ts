import { agents, installations, pods } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Pod } from '@home-base/schema/wire/agent.ts';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { takeReport } from '../agents/report.ts';
import { makeReport } from '../agents/testing/agent-client.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { makeInstallation } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { listPods } from './list-pods.ts';

const { world, org, stranger } = useWorld();
const system = () => world().ctx({ type: 'system', reason: 'test' });

async function agentOf(): Promise<{ agent: Ctx; installationId: Id<'installation'> }> {
  const installationId = await makeInstallation(system(), org(), []);
  const { orgId } = org();
  const [row] = await withSystem(system(), 'test', (tx) =>
    tx
      .insert(agents)
      .values({ orgId, installationId, signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' })
      .returning({ id: agents.id }),
  );
  if (!row) throw new Error('no agent');
  return { agent: world().ctx({ type: 'agent', id: row.id, orgId, installationId }), installationId };
}

const pod = (name: string, more: Partial<Pod> = {}): Pod => ({
  namespace: 'battery-data',
  name,
  owner: 'pg_1',
  phase: 'Running',
  ready: true,
  restarts: 0,
  ...more,
});
const namesOf = async (ctx: Ctx, installationId: Id<'installation'>, owner?: string) =>
  (await listPods(ctx, { installationId, owner })).items.map(({ name }) => name);

describe('pods', () => {
  it('are those of the last report that named them, and stay when a report says nothing of them', async () => {
    const { agent, installationId } = await agentOf();
    const viewer = org().as('viewer');
    const failing = pod('pg-main-2', {
      phase: 'Pending',
      ready: false,
      restarts: 3,
      node: 'node-1',
      startedAt: '2026-11-21T04:00:00Z',
      message: 'ImagePullBackOff',
    });
    await takeReport(agent, makeReport(1, [], { pods: [pod('pg-main-1'), failing, pod('cache-0', { owner: 'redis_1' })] }));
    await takeReport(agent, makeReport(2));
    expect(await namesOf(viewer, installationId)).toEqual(['cache-0', 'pg-main-1', 'pg-main-2']);
    const { items } = await listPods(viewer, { installationId, owner: 'pg_1' });
    expect(items[1]).toEqual({ ...failing, app: null, startedAt: new Date('2026-11-21T04:00:00Z') });
    await takeReport(agent, makeReport(3, [], { pods: [pod('pg-main-2')] }));
    expect((await listPods(viewer, { installationId })).items).toMatchObject([
      { name: 'pg-main-2', ready: true, message: null, startedAt: null },
    ]);
    await takeReport(agent, makeReport(4, [], { pods: [] }));
    expect(await namesOf(viewer, installationId)).toEqual([]);
  });

  it('that did not change are not written again', async () => {
    const { agent, installationId } = await agentOf();
    const versions = () =>
      withSystem(system(), 'test', (tx) =>
        tx
          .select({ name: pods.name, version: sql<string>`xmin::text` })
          .from(pods)
          .where(eq(pods.installationId, installationId))
          .orderBy(pods.name),
      );
    await takeReport(agent, makeReport(1, [], { pods: [pod('a'), pod('b')] }));
    const before = await versions();
    await takeReport(agent, makeReport(2, [], { pods: [pod('a'), pod('b', { restarts: 1 })] }));
    const after = await versions();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);
  });

  it('of a neighbour in the same org are not touched by a report', async () => {
    const [one, two] = [await agentOf(), await agentOf()];
    await takeReport(one.agent, makeReport(1, [], { pods: [pod('one')] }));
    await takeReport(two.agent, makeReport(1, [], { pods: [] }));
    expect(await namesOf(org().as('viewer'), one.installationId)).toEqual(['one']);
  });

  it('are paged without a gap or a double, across namespaces', async () => {
    const { agent, installationId } = await agentOf();
    const all = Array.from({ length: 23 }, (_, index) => pod(`p-${index % 5}${index}`, { namespace: `ns-${index % 3}` }));
    await takeReport(agent, makeReport(1, [], { pods: all }));
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 10; page++) {
      const { items, nextCursor } = await listPods(org().as('viewer'), { installationId, limit: 4, cursor });
      seen.push(...items.map(({ namespace, name }) => `${namespace}/${name}`));
      if (!nextCursor) break;
      cursor = nextCursor;
    }
    expect(seen).toEqual(all.map(({ namespace, name }) => `${namespace}/${name}`).sort());
  });

  it('are invisible to another org, and go with the installation', async () => {
    const { agent, installationId } = await agentOf();
    await takeReport(agent, makeReport(1, [], { pods: [pod('a')] }));
    expect(await refusalOf(listPods(stranger().as('owner'), { installationId }))).toMatchObject({ code: 'not_found' });
    await withSystem(system(), 'test', (tx) => tx.delete(installations).where(eq(installations.id, installationId)));
    expect(await withSystem(system(), 'test', (tx) => tx.select().from(pods).where(eq(pods.installationId, installationId)))).toEqual([]);
  });
});
