import { agents, resourceStatuses } from '@home-base/schema/db/tables.ts';
import { type Id, toUuid } from '@home-base/schema/ids/id.ts';
import { and, eq, like, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { getResource } from './get-resource.ts';
import { countResources, listResources } from './list-resources.ts';
import { getOverview } from './overview.ts';

const { world, org, stranger } = useWorld();
let system: Ctx;
let installationId: Id<'installation'>;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
  installationId = await makeInstallation(system, org(), ['battery_core', 'redis']);
  await publish(system, installationId);
});

describe('resources', () => {
  it('are filtered, counted and paged without a gap or a double', async () => {
    const viewer = org().as('viewer');
    const { total, state } = await countResources(viewer, { installationId });
    expect(state.pending).toBe(total);
    const seen: string[] = [];
    for (let cursor: string | undefined, round = 0; round < 50; round++) {
      const page = await listResources(viewer, { installationId, limit: 7, cursor });
      seen.push(...page.items.map((item) => item.key));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
    const only = (await listResources(viewer, { installationId, battery: 'redis', kind: 'Deployment' })).items;
    expect(only.map((item) => item.key)).toEqual(['apps/Deployment/battery-core/redis-operator']);
    expect(
      (await listResources(viewer, { installationId, text: 'REDIS-operator', namespace: 'battery-core' })).items.length,
    ).toBeGreaterThan(1);
    expect((await listResources(viewer, { installationId, text: '%' })).items).toEqual([]);
    expect((await listResources(viewer, { installationId, health: 'degraded' })).items).toEqual([]);
    expect(await refusalOf(listResources(viewer, { installationId, cursor: 'nonsense' }))).toMatchObject({ code: 'invalid' });
  });

  it('show what they should be beside what they are', async () => {
    const key = 'apps/Deployment/battery-core/redis-operator';
    const detail = await getResource(org().as('viewer'), { installationId, key });
    expect(detail).toMatchObject({
      status: { state: 'pending', battery: 'redis' },
      desired: { resource: { kind: 'Deployment' } },
      isCurrent: false,
      events: [],
    });
    expect(await refusalOf(getResource(org().as('viewer'), { installationId, key: 'apps/Deployment/x/none' }))).toMatchObject({
      code: 'not_found',
    });
  });

  it('are invisible to another org', async () => {
    const other = stranger().as('owner');
    const reads = [
      () => listResources(other, { installationId }),
      () => countResources(other, { installationId }),
      () => getResource(other, { installationId, key: 'core/Namespace/-/battery-core' }),
      () => getOverview(other, { installationId }),
    ];
    for (const read of reads) expect(await refusalOf(read())).toMatchObject({ code: 'not_found' });
  });
});

describe('overview', () => {
  it('says the first thing that is not as it should be', async () => {
    const viewer = org().as('viewer');
    const id = await makeInstallation(system, org(), ['battery_core']);
    await publish(system, id);
    const summary = async () => (await getOverview(viewer, { installationId: id })).summary;
    expect(await summary()).toBe('waiting-for-agent');
    const { orgId } = org();
    await withSystem(system, 'test', (tx) =>
      tx.insert(agents).values({
        orgId,
        installationId: id,
        signingKey: 'k',
        sealingKey: 's',
        clusterUid: 'u',
        version: '0',
        kubernetesVersion: 'v',
        lastSeenAt: new Date(),
      }),
    );
    expect(await summary()).toBe('applying');
    const ofIt = eq(resourceStatuses.installationId, id);
    await withSystem(system, 'test', async (tx) => {
      await tx.update(resourceStatuses).set({ state: 'applied', health: 'healthy' }).where(ofIt);
      await tx
        .update(agents)
        .set({ applied: { version: 1, startedAt: '', finishedAt: '', requests: 1 } })
        .where(eq(agents.installationId, id));
    });
    expect(await summary()).toBe('healthy');
    await withSystem(system, 'test', (tx) =>
      tx
        .update(resourceStatuses)
        .set({ state: 'failed', message: 'no' })
        .where(and(ofIt, like(resourceStatuses.key, '%PriorityClass%'))),
    );
    const overview = await getOverview(viewer, { installationId: id });
    expect(overview.summary).toBe('degraded');
    expect(overview.inMotion).toMatchObject([{ state: 'failed', message: 'no' }]);
    expect(overview.batteries).toMatchObject([{ battery: 'battery_core' }]);
    await withSystem(system, 'test', (tx) =>
      tx
        .update(agents)
        .set({ lastSeenAt: new Date(Date.now() - 600_000) })
        .where(eq(agents.installationId, id)),
    );
    expect(await summary()).toBe('agent-silent');
  });
});

describe('with 50,000 resources', () => {
  it('lists, searches and counts in the time of a page view', async () => {
    const id = await makeInstallation(system, org(), ['battery_core']);
    await withSystem(system, 'test', (tx) =>
      tx.execute(sql`
        insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, state, health)
        select ${toUuid('org', org().orgId)}::uuid, ${toUuid('installation', id)}::uuid, 'core/ConfigMap/n' || n % 50 || '/c' || n, '', 'ConfigMap', 'n' || n % 50, 'c' || n, 'applied', case when n % 100 = 0 then 'degraded' else 'healthy' end
        from generate_series(1, 50000) n`),
    );
    const viewer = org().as('viewer');
    const timed = async (run: () => Promise<unknown>) => {
      await run();
      const began = performance.now();
      await run();
      return Math.round(performance.now() - began);
    };
    const times = {
      first: await timed(() => listResources(viewer, { installationId: id })),
      deep: await timed(() =>
        listResources(viewer, { installationId: id, cursor: Buffer.from('after:core/ConfigMap/n40/c40').toString('base64url') }),
      ),
      degraded: await timed(() => listResources(viewer, { installationId: id, health: 'degraded' })),
      text: await timed(() => listResources(viewer, { installationId: id, text: 'c4999' })),
      counts: await timed(() => countResources(viewer, { installationId: id })),
      overview: await timed(() => getOverview(viewer, { installationId: id })),
    };
    console.log(times);
    // Not a benchmark: an order of magnitude above what they take, so that a lost index is noticed.
    for (const time of Object.values(times)) expect(time).toBeLessThan(1000);
  });
});
