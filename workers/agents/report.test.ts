import { agentEvents, agents, auditEvents, confirmedRemovals, installations, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ResourceReport } from '@home-base/schema/wire/agent.ts';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { deleteInstallation } from '../installations/delete.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { takeReport } from './report.ts';
import { makeReport } from './testing/agent-client.ts';

const { world, org } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

const namespace = 'core/Namespace/-/battery-core';
const status = (key: string, more: Partial<ResourceReport> = {}): ResourceReport => ({
  key,
  sha256: 'a'.repeat(64),
  state: 'applied',
  health: 'healthy',
  ...more,
});
const facts = {
  kubernetesVersion: 'v1.36.3',
  nodes: [],
  storageClasses: [{ name: 'standard', isDefault: true, expandable: false }],
  loadBalancers: {},
  podCount: 3,
};

async function agentOf(): Promise<{ ctx: Ctx; installationId: Id<'installation'>; agentId: Id<'agent'> }> {
  const installationId = await makeInstallation(system, org(), ['battery_core']);
  await publish(system, installationId);
  const { orgId } = org();
  const [row] = await withSystem(system, 'test', (tx) =>
    tx
      .insert(agents)
      .values({ orgId, installationId, signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' })
      .returning({ id: agents.id }),
  );
  if (!row) throw new Error('no agent');
  return { ctx: world().ctx({ type: 'agent', id: row.id, orgId, installationId }), installationId, agentId: row.id };
}
const rowsOf = (id: Id<'installation'>) =>
  withSystem(system, 'test', (tx) => tx.select().from(resourceStatuses).where(eq(resourceStatuses.installationId, id)));
const rowOf = async (id: Id<'installation'>, key: string) => (await rowsOf(id)).find((row) => row.key === key);
const installationOf = async (id: Id<'installation'>) =>
  (await withSystem(system, 'test', (tx) => tx.select().from(installations).where(eq(installations.id, id))))[0];

describe('report', () => {
  it('updates rows and keeps the owner and battery that publish wrote', async () => {
    const { ctx, installationId } = await agentOf();
    const before = await rowOf(installationId, namespace);
    expect(await takeReport(ctx, makeReport(1, [status(namespace, { message: 'fine', health: 'progressing' })]))).toMatchObject({
      accepted: true,
      resync: false,
    });
    expect(await rowOf(installationId, namespace)).toMatchObject({
      state: 'applied',
      health: 'progressing',
      message: 'fine',
      owner: before?.owner,
      battery: 'battery_core',
      kind: 'Namespace',
    });
    expect(world().poked).toContain(installationId);
  });

  it('refuses a counter that does not rise, changes nothing by it, and notes a suspected clone', async () => {
    const { ctx, installationId, agentId } = await agentOf();
    await takeReport(ctx, makeReport(5, [status(namespace)]));
    for (const counter of [5, 4]) {
      const refusal = await refusalOf(takeReport(ctx, makeReport(counter, [status(namespace, { health: 'degraded' })])));
      expect(refusal).toMatchObject({ code: 'conflict', publicText: expect.stringContaining('second agent') });
    }
    expect(await rowOf(installationId, namespace)).toMatchObject({ health: 'healthy' });
    const [agent] = await withSystem(system, 'test', (tx) => tx.select().from(agents).where(eq(agents.id, agentId)));
    expect(agent).toMatchObject({ counter: 5, cloneSuspectedAt: expect.any(Date) });
    const events = await withSystem(system, 'test', (tx) =>
      tx.select().from(agentEvents).where(eq(agentEvents.installationId, installationId)),
    );
    expect(events.map((event) => event.type)).toEqual(['clone_suspected', 'clone_suspected']);
  });

  it('accepts one of two reports with the same counter that come at once', async () => {
    const { ctx } = await agentOf();
    const answers = await Promise.allSettled([takeReport(ctx, makeReport(1)), takeReport(ctx, makeReport(1))]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('asks for a full report after a gap, and takes a full one as the whole state', async () => {
    const { ctx, installationId } = await agentOf();
    await takeReport(ctx, makeReport(1, [status(namespace), status('core/ConfigMap/x/old')]));
    expect(await takeReport(ctx, makeReport(3, [status(namespace)]))).toMatchObject({ resync: true });
    const pending = (await rowsOf(installationId)).filter((row) => row.state === 'pending').length;
    expect(await takeReport(ctx, makeReport(4, [status(namespace)], { full: true }))).toMatchObject({ resync: false });
    const rows = await rowsOf(installationId);
    expect(rows.some((row) => row.key === 'core/ConfigMap/x/old')).toBe(false);
    // What is listed and was not reached yet stays in sight.
    expect(rows.filter((row) => row.state === 'pending')).toHaveLength(pending);
  });

  it('keeps owner, battery and what is held when an agent begins again and first reports less than everything', async () => {
    const { ctx, installationId } = await agentOf();
    const before = await rowOf(installationId, namespace);
    const held = 'core/ConfigMap/x/held';
    await takeReport(ctx, makeReport(1, [status(namespace), status(held, { state: 'held' })]));
    await takeReport(ctx, makeReport(2, [], { full: true, phase: 'applying' }));
    await takeReport(ctx, makeReport(3, [], { full: true }));
    expect(await rowOf(installationId, namespace)).toMatchObject({ owner: before?.owner, battery: 'battery_core' });
    await withSystem(system, 'rows that an older edge lost', (tx) =>
      tx.delete(resourceStatuses).where(eq(resourceStatuses.installationId, installationId)),
    );
    await takeReport(ctx, makeReport(4, [status(namespace)]));
    expect(await rowOf(installationId, namespace)).toMatchObject({ owner: before?.owner, battery: 'battery_core', state: 'applied' });
  });

  it('ends nothing by the first part of a full report, nor before the agent has looked at everything', async () => {
    const { ctx, installationId } = await agentOf();
    const held = status('core/ConfigMap/x/held', { state: 'held' });
    const part = Array.from({ length: 5000 }, (_, number) => status(`core/ConfigMap/x/c${number}`));
    await takeReport(ctx, makeReport(1, [held]));
    await takeReport(ctx, makeReport(2, [], { full: true, phase: 'applying' }));
    await takeReport(ctx, makeReport(3, part, { full: true }));
    expect(await rowOf(installationId, held.key)).toMatchObject({ state: 'held' });
    await takeReport(ctx, makeReport(4, [], { full: true }));
    expect(await rowOf(installationId, held.key)).toBeUndefined();
  });

  it('asks an agent that died before it said what is gone for everything, once it has looked again', async () => {
    const { ctx, installationId } = await agentOf();
    const removed = 'core/ConfigMap/x/removed';
    await takeReport(ctx, makeReport(1, [status(namespace), status(removed, { state: 'removing' })]));
    const agent = { version: '0', startedAt: new Date().toISOString(), rssBytes: 1 };
    const next = (counter: number, more: Parameters<typeof makeReport>[2]) =>
      takeReport(ctx, makeReport(counter, [status(namespace)], { agent, ...more }));
    expect(await next(2, { full: true, phase: 'starting' })).toMatchObject({ resync: false });
    expect(await next(3, { phase: 'applying' })).toMatchObject({ resync: false });
    expect(await next(4, {})).toMatchObject({ resync: true });
    expect(await next(5, { full: true })).toMatchObject({ resync: false });
    expect(await rowOf(installationId, removed)).toBeUndefined();
    expect(await rowOf(installationId, namespace)).toMatchObject({ state: 'applied' });
  });

  it('shows again as coming what went while a newer version lists it', async () => {
    const { ctx, installationId } = await agentOf();
    await takeReport(ctx, makeReport(1, [status(namespace, { state: 'removing' })]));
    await takeReport(ctx, makeReport(2, [], { gone: [namespace] }));
    expect(await rowOf(installationId, namespace)).toMatchObject({ state: 'pending', sha256: null, battery: 'battery_core' });
  });

  it('ends rows and confirmed removals that are gone', async () => {
    const { ctx, installationId } = await agentOf();
    const key = 'core/ConfigMap/x/dropped';
    await withSystem(system, 'test', (tx) => tx.insert(confirmedRemovals).values({ orgId: org().orgId, installationId, key }));
    await takeReport(ctx, makeReport(1, [status(key, { state: 'removing' })]));
    await takeReport(ctx, makeReport(2, [], { gone: [key] }));
    expect(await rowOf(installationId, key)).toBeUndefined();
    expect(
      await withSystem(system, 'test', (tx) =>
        tx.select().from(confirmedRemovals).where(eq(confirmedRemovals.installationId, installationId)),
      ),
    ).toEqual([]);
  });

  it('ends a deleted installation when its agent has removed everything, and no other', async () => {
    const { ctx, installationId } = await agentOf();
    const rest = (await rowsOf(installationId)).map((row) => row.key);
    await takeReport(
      ctx,
      makeReport(
        1,
        rest.map((key) => status(key)),
      ),
    );
    await takeReport(ctx, makeReport(2, [], { gone: rest }));
    expect(await installationOf(installationId)).toBeDefined();

    const owner = org().as('owner');
    const name = (await installationOf(installationId))?.name ?? '';
    await takeReport(
      ctx,
      makeReport(
        3,
        rest.map((key) => status(key)),
      ),
    );
    expect(await deleteInstallation(owner, { installationId, confirm: name })).toEqual({ state: 'deleting' });
    expect(await publish(system, installationId)).toMatchObject({ kind: 'published', repository: { version: 2 } });
    // An agent that begins again has not looked yet; then one volume is left; and the version before lists everything still.
    await takeReport(ctx, makeReport(4, [], { version: 2, full: true, phase: 'applying' }));
    await takeReport(ctx, makeReport(5, [], { version: 2, gone: rest.slice(1) }));
    await takeReport(ctx, makeReport(6, [], { version: 1, gone: rest }));
    expect(await installationOf(installationId)).toBeDefined();
    // A fact that raises the revision meanwhile does not leave it there for ever.
    await takeReport(ctx, makeReport(7, [], { version: 1, facts }));
    expect(await takeReport(ctx, makeReport(8, [], { version: 2 }))).toMatchObject({ accepted: true });
    expect(await installationOf(installationId)).toBeUndefined();
    expect(await publish(system, installationId)).toEqual({ kind: 'gone' });
    const events = await withSystem(system, 'test', (tx) => tx.select().from(auditEvents).where(eq(auditEvents.requestId, ctx.requestId)));
    expect(events).toMatchObject([{ action: 'installation.decommissioned', before: { name } }]);
  });

  it('raises the desired revision for a fact that the summary uses, and for no other', async () => {
    const { ctx, installationId } = await agentOf();
    await takeReport(ctx, makeReport(1, [], { facts }));
    expect(await installationOf(installationId)).toMatchObject({
      desiredRev: 2,
      summaryFacts: { ingressAddresses: [], defaultStorageClass: 'standard' },
      facts: { podCount: 3 },
    });
    await takeReport(ctx, makeReport(2, [], { facts: { ...facts, podCount: 9 } }));
    expect(await installationOf(installationId)).toMatchObject({ desiredRev: 2, facts: { podCount: 9 } });
  });

  it('takes what an agent that has just started does not know yet as it was', async () => {
    const { ctx, installationId } = await agentOf();
    const { loadBalancers: _, ...unknown } = facts;
    const backups = [{ name: 'nightly', namespace: 'battery-data', cluster: 'pg-main' }];
    const addresses = { 'core/Service/battery-istio/ingressgateway': ['203.0.113.7'] };
    await takeReport(ctx, makeReport(1, [], { facts: { ...facts, loadBalancers: addresses, readyIssuers: ['lets-encrypt'], backups } }));
    const known = {
      desiredRev: 2,
      summaryFacts: { ingressAddresses: ['203.0.113.7'], readyIssuers: ['lets-encrypt'], backups },
      facts: { loadBalancers: addresses },
    };
    expect(await installationOf(installationId)).toMatchObject(known);
    await takeReport(ctx, makeReport(2, [], { facts: unknown }));
    expect(await installationOf(installationId)).toMatchObject(known);
    // What it knows to be gone is gone.
    await takeReport(ctx, makeReport(3, [], { facts: { ...facts, backups: [] } }));
    expect(await installationOf(installationId)).toMatchObject({ desiredRev: 3, summaryFacts: { ingressAddresses: [], backups: [] } });
  });

  it('keeps refusals and drift as history', async () => {
    const { ctx, installationId } = await agentOf();
    const at = new Date().toISOString();
    const drift: ResourceReport['drift'] = {
      kind: 'changed',
      fields: ['metadata.labels.a'],
      manager: 'kubectl-edit',
      at,
      action: 'reverted',
    };
    await takeReport(
      ctx,
      makeReport(1, [status(namespace, { drift })], { refusals: [{ at, code: 'expired', detail: 'the timestamp expired', count: 3 }] }),
    );
    const events = await withSystem(system, 'test', (tx) =>
      tx.select().from(agentEvents).where(eq(agentEvents.installationId, installationId)),
    );
    expect(events).toMatchObject([
      { type: 'refusal', code: 'expired', count: 3 },
      { type: 'drift', key: namespace, detail: expect.stringContaining('kubectl-edit changed (metadata.labels.a); reverted') },
    ]);
  });

  it('is for agents only, and not for a revoked one', async () => {
    const { ctx, agentId } = await agentOf();
    expect(await refusalOf(takeReport(org().as('owner'), makeReport(1)))).toMatchObject({ code: 'forbidden' });
    await withSystem(system, 'test', (tx) => tx.update(agents).set({ revokedAt: new Date() }).where(eq(agents.id, agentId)));
    expect(await refusalOf(takeReport(ctx, makeReport(1)))).toMatchObject({ code: 'unauthenticated' });
  });
});
