import { agents, auditEvents, snapshots, tufFiles } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ResourceReport } from '@home-base/schema/wire/agent.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { takeReport } from '../agents/report.ts';
import { makeReport } from '../agents/testing/agent-client.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { approveRemovals } from './approve-removals.ts';
import { listHeldRemovals } from './list-held-removals.ts';

const { world, org, stranger } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

const namespace = 'core/Namespace/-/battery-core';
const maps = Array.from({ length: 12 }, (_, number) => `core/ConfigMap/x/map-${10 + number}`);
const definition = 'apiextensions.k8s.io/CustomResourceDefinition/-/things.example.com';
const held = (key: string): ResourceReport => ({
  key,
  sha256: 'a'.repeat(64),
  state: 'held',
  health: 'unknown',
  message: 'so many would go',
});

/** An installation whose agent holds 12 maps and a definition back, and, wrongly, a listed namespace. */
async function withHeld(): Promise<{ installationId: Id<'installation'>; name: string; agent: Ctx; heldKeys: () => Promise<string[]> }> {
  const installationId = await makeInstallation(system, org(), ['battery_core']);
  await publish(system, installationId);
  const { orgId } = org();
  const { agent, name } = await withSystem(system, 'test', async (tx) => {
    const [row] = await tx
      .insert(agents)
      .values({ orgId, installationId, signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' })
      .returning({ id: agents.id });
    const installation = await tx.query.installations.findFirst({ where: (table) => eq(table.id, installationId) });
    if (!row || !installation) throw new Error('no agent');
    return { agent: world().ctx({ type: 'agent', id: row.id, orgId, installationId }), name: installation.name };
  });
  await takeReport(agent, makeReport(1, [...maps, definition, namespace].map(held), { heldRemovals: maps }));
  const heldKeys = async () => (await listHeldRemovals(org().as('viewer'), { installationId })).items.map(({ key }) => key);
  return { installationId, name, agent, heldKeys };
}

async function manifestOf(installationId: Id<'installation'>): Promise<Manifest> {
  const rows = await withSystem(system, 'test', (tx) =>
    tx
      .select({ body: tufFiles.body, version: snapshots.version })
      .from(snapshots)
      .innerJoin(tufFiles, and(eq(tufFiles.installationId, snapshots.installationId), eq(tufFiles.sha256, snapshots.manifestSha256)))
      .where(eq(snapshots.installationId, installationId)),
  );
  return Manifest.parse(JSON.parse(rows.toSorted((a, b) => b.version - a.version)[0]?.body ?? ''));
}

describe('held removals', () => {
  it('lists what is not wanted any more, says what may hold data, and pages', async () => {
    const { installationId, heldKeys } = await withHeld();
    expect(await heldKeys()).toEqual([definition, ...maps]);
    const viewer = org().as('viewer');
    const first = await listHeldRemovals(viewer, { installationId, limit: 5 });
    expect(first.items[0]).toMatchObject({ key: definition, holdsData: true, approvedAt: null, message: 'so many would go' });
    expect(first.items[1]).toMatchObject({ key: maps[0], holdsData: false });
    const rest = await listHeldRemovals(viewer, { installationId, limit: 50, cursor: first.nextCursor ?? '' });
    expect(rest.items.map(({ key }) => key)).toEqual(maps.slice(4));
    expect(await refusalOf(listHeldRemovals(stranger().as('owner'), { installationId }))).toMatchObject({ code: 'not_found' });
  });

  it('go once approved: the next manifest names them, signed, until the agent says that they are gone', async () => {
    const { installationId, agent, heldKeys } = await withHeld();
    const member = org().as('member');
    expect((await approveRemovals(member, { installationId, confirm: '12' })).approved).toEqual(maps);
    expect(world().poked).toContain(installationId);
    const audit = await withSystem(system, 'test', (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.requestId, member.requestId)),
    );
    expect(audit).toMatchObject([{ action: 'installation.approve_removals', after: { removals: 12, withData: 0 } }]);
    await publish(system, installationId);
    expect((await manifestOf(installationId)).removals.toSorted()).toEqual(maps);
    expect(await refusalOf(approveRemovals(member, { installationId, confirm: '0' }))).toMatchObject({ code: 'conflict' });
    await takeReport(agent, makeReport(2, [], { version: 2, gone: maps }));
    expect(await heldKeys()).toEqual([definition]);
  });

  it('lets data go only by its key and with the installation’s name', async () => {
    const { installationId, name } = await withHeld();
    const member = org().as('member');
    const approve = (keys: string[] | undefined, confirm: string) => approveRemovals(member, { installationId, keys, confirm });
    expect(await refusalOf(approve([definition], '1'))).toMatchObject({ code: 'invalid', issues: [{ path: 'confirm' }] });
    expect(await refusalOf(approve(undefined, '13'))).toMatchObject({ code: 'invalid' });
    expect(await refusalOf(approve([namespace], name))).toMatchObject({ code: 'conflict', issues: [{ path: 'keys' }] });
    expect((await approve([definition, maps[3] ?? ''], name)).approved).toEqual([definition, maps[3]]);
    await publish(system, installationId);
    expect((await manifestOf(installationId)).removals.toSorted()).toEqual([definition, maps[3]]);
  });

  it('are not approved by a viewer, nor by another org', async () => {
    const { installationId, name } = await withHeld();
    const viewer = org().as('viewer');
    expect(await refusalOf(approveRemovals(viewer, { installationId, confirm: name }))).toMatchObject({ code: 'forbidden' });
    expect(await refusalOf(approveRemovals(stranger().as('owner'), { installationId, confirm: name }))).toMatchObject({
      code: 'not_found',
    });
    const items = (await listHeldRemovals(viewer, { installationId })).items;
    expect(items.every(({ approvedAt }) => approvedAt === null)).toBe(true);
  });
});
