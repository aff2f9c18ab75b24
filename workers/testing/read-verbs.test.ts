import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { agents, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { listAgents } from '../agents/list-agents.ts';
import { listBatteries } from '../batteries/list.ts';
import { previewBattery } from '../batteries/preview.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { getInstallation } from '../installations/get.ts';
import { getAddresses } from '../installations/get-addresses.ts';
import { getFacts } from '../installations/get-facts.ts';
import { connectBrowser } from '../live/connect-browser.ts';
import { countObjects } from '../objects/count.ts';
import { listObjects } from '../objects/list.ts';
import { createProject } from '../projects/create.ts';
import { exportProject } from '../projects/export.ts';
import { listProjects } from '../projects/list.ts';
import { previewImport } from '../projects/preview-import.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing, setConfig } from '../publish/testing/installation.ts';
import { countResourcesBy } from '../resources/count-by.ts';
import { countResourcesByStage } from '../resources/count-by-stage.ts';
import { getResource } from '../resources/get-resource.ts';
import { getWaitChain } from '../resources/get-wait-chain.ts';
import { listResourceFacets } from '../resources/list-facets.ts';
import { listHeldRemovals } from '../resources/list-held-removals.ts';
import { listPods } from '../resources/list-pods.ts';
import { countResources, listResources } from '../resources/list-resources.ts';
import { getOverview } from '../resources/overview.ts';
import { diffResource } from '../snapshots/diff-resource.ts';
import { diffSnapshots } from '../snapshots/diff-snapshots.ts';
import { getSnapshot } from '../snapshots/get-snapshot.ts';
import { listKeyHistory } from '../snapshots/list-key-history.ts';
import { listSnapshotResources } from '../snapshots/list-snapshot-resources.ts';
import { listSnapshots } from '../snapshots/list-snapshots.ts';
import { previewRollback } from '../snapshots/preview-rollback.ts';
import { readTufFile } from '../trust/read-files.ts';
import { useWorld } from './use-world.ts';
import { refusalOf } from './world.ts';

const { world, org, stranger } = useWorld();
const namespace = 'core/Namespace/-/battery-core';
const operator = 'apps/Deployment/battery-core/redis-operator';
let installationId: Id<'installation'>;
let projectId: Id<'project'>;

/** Two snapshots of core and Redis; the operator waits for its namespace; an agent is enrolled. */
beforeAll(async () => {
  const { system } = await preparePublishing(world());
  installationId = await makeInstallation(system, org(), ['battery_core', 'redis']);
  await publish(system, installationId);
  await setConfig(system, installationId, 'battery_core', { isolation: false });
  await publish(system, installationId);
  ({ id: projectId } = await createProject(org().as('owner'), { installationId, name: 'shop' }));
  const { orgId } = org();
  await withSystem(system, 'test', async (tx) => {
    await tx
      .insert(agents)
      .values({ orgId, installationId, signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' });
    await tx
      .update(resourceStatuses)
      .set({ state: 'waiting', waitsFor: namespace })
      .where(and(eq(resourceStatuses.installationId, installationId), eq(resourceStatuses.key, operator)));
  });
});

type Read = { file: string; read: (ctx: Ctx) => Promise<unknown>; answers: unknown };

const of = () => ({ installationId });
const upgrade = () => new Request('http://127.0.0.1:8787/live', { headers: { upgrade: 'websocket', origin: world().env.PUBLIC_URL } });
const some = expect.arrayContaining([expect.anything()]);
const reads: Read[] = [
  { file: 'installations/get.ts', read: (ctx) => getInstallation(ctx, of()), answers: { publishedVersion: 2 } },
  { file: 'installations/get-facts.ts', read: (ctx) => getFacts(ctx, of()), answers: { facts: null } },
  { file: 'batteries/list.ts', read: (ctx) => listBatteries(ctx, of()), answers: { items: [{ type: 'battery_core' }, { type: 'redis' }] } },
  {
    file: 'batteries/preview.ts',
    read: (ctx) => previewBattery(ctx, { ...of(), type: 'metallb' }),
    answers: { effect: { kinds: some, namespaces: some }, refusals: [] },
  },
  {
    file: 'batteries/preview.ts',
    read: (ctx) => previewBattery(ctx, { ...of(), type: 'battery_core' }),
    answers: { effect: { total: 0 }, refusals: some },
  },
  ...objectCollections.map(
    (collection): Read => ({
      file: 'objects/list.ts',
      read: (ctx) => listObjects(ctx, collection, { ...of(), limit: 5 }),
      answers: { items: [], nextCursor: null },
    }),
  ),
  { file: 'objects/count.ts', read: (ctx) => countObjects(ctx, of()), answers: { redisInstances: 0, notebooks: 0 } },
  { file: 'installations/get-addresses.ts', read: (ctx) => getAddresses(ctx, of()), answers: { batteries: {}, objects: {} } },
  { file: 'projects/list.ts', read: (ctx) => listProjects(ctx, { ...of(), limit: 5 }), answers: { items: [{ name: 'shop' }] } },
  {
    file: 'projects/export.ts',
    read: (ctx) => exportProject(ctx, { ...of(), id: projectId, visibility: 'private', exclude: [] }),
    answers: { payload: { name: 'shop', objects: {} } },
  },
  {
    file: 'projects/preview-import.ts',
    read: async (ctx) =>
      previewImport(ctx, {
        ...of(),
        document: await exportProject(org().as('owner'), { ...of(), id: projectId, visibility: 'public', exclude: [] }),
      }),
    answers: { name: 'shop-2', signature: 'valid', problems: [] },
  },
  { file: 'agents/list-agents.ts', read: (ctx) => listAgents(ctx, of()), answers: [{ clusterUid: 'u', revokedAt: null }] },
  {
    file: 'live/connect-browser.ts',
    read: (ctx) => connectBrowser(ctx, installationId, upgrade()),
    answers: { status: 204 },
  },
  {
    file: 'trust/read-files.ts',
    read: async (ctx) => JSON.parse(await readTufFile(ctx, { ...of(), path: '2.targets.json' })),
    answers: { signed: {} },
  },
  { file: 'snapshots/list-snapshots.ts', read: (ctx) => listSnapshots(ctx, of()), answers: { items: [{ version: 2 }, { version: 1 }] } },
  { file: 'snapshots/get-snapshot.ts', read: (ctx) => getSnapshot(ctx, { ...of(), version: 1 }), answers: { version: 1, failures: [] } },
  {
    file: 'snapshots/list-snapshot-resources.ts',
    read: (ctx) => listSnapshotResources(ctx, { ...of(), version: 2, limit: 1 }),
    answers: { items: [{ bytes: expect.any(Number) }], nextCursor: expect.any(String) },
  },
  {
    file: 'snapshots/diff-snapshots.ts',
    read: (ctx) => diffSnapshots(ctx, { ...of(), from: 1, to: 2 }),
    answers: { from: 1, to: 2, added: [], removed: some },
  },
  {
    file: 'snapshots/diff-resource.ts',
    read: (ctx) => diffResource(ctx, { ...of(), from: 1, to: 2, key: namespace }),
    answers: { key: namespace, before: { kind: 'Namespace' } },
  },
  {
    file: 'snapshots/list-key-history.ts',
    read: (ctx) => listKeyHistory(ctx, { ...of(), key: operator }),
    answers: [{ version: 1, change: 'added' }],
  },
  {
    file: 'snapshots/preview-rollback.ts',
    read: (ctx) => previewRollback(ctx, { ...of(), version: 1 }),
    answers: { version: 1, current: 2 },
  },
  { file: 'resources/list-resources.ts', read: (ctx) => listResources(ctx, { ...of(), text: 'operator' }), answers: { items: some } },
  {
    file: 'resources/list-resources.ts',
    read: (ctx) => countResources(ctx, { ...of(), battery: 'redis', kind: 'Deployment' }),
    answers: { total: 1, state: { waiting: 1, applied: 0 } },
  },
  {
    file: 'resources/get-resource.ts',
    read: (ctx) => getResource(ctx, { ...of(), key: operator }),
    answers: { status: { waitsFor: namespace } },
  },
  {
    file: 'resources/count-by.ts',
    read: (ctx) => countResourcesBy(ctx, { ...of(), by: 'battery', among: ['redis'] }),
    answers: { redis: { state: { waiting: 1 } } },
  },
  {
    file: 'resources/count-by-stage.ts',
    read: async (ctx) => (await countResourcesByStage(ctx, of())).find(({ waiting }) => waiting > 0),
    answers: { waiting: 1, applied: 0, failed: 0 },
  },
  {
    file: 'resources/list-facets.ts',
    read: (ctx) => listResourceFacets(ctx, of()),
    answers: { batteries: ['battery_core', 'redis'], kinds: expect.arrayContaining(['Deployment']) },
  },
  {
    file: 'resources/get-wait-chain.ts',
    read: (ctx) => getWaitChain(ctx, { ...of(), key: operator }),
    answers: { waitsFor: [{ key: namespace }], waiting: [] },
  },
  {
    file: 'resources/get-wait-chain.ts',
    read: (ctx) => getWaitChain(ctx, { ...of(), key: namespace }),
    answers: { waitsFor: [], waiting: [{ key: operator }] },
  },
  { file: 'resources/list-pods.ts', read: (ctx) => listPods(ctx, of()), answers: { items: [] } },
  { file: 'resources/list-held-removals.ts', read: (ctx) => listHeldRemovals(ctx, of()), answers: { items: [], nextCursor: null } },
  { file: 'resources/overview.ts', read: (ctx) => getOverview(ctx, of()), answers: { publishedVersion: 2, summary: 'agent-silent' } },
];

describe.each(reads)('$file', ({ read, answers }) => {
  test('answers a viewer', async () => {
    expect(await read(org().as('viewer'))).toMatchObject(Object(answers));
  });

  test('does not find another org’s, and asks the anonymous to sign in', async () => {
    expect((await refusalOf(read(stranger().as('owner')))).code).toBe('not_found');
    expect((await refusalOf(read(world().ctx({ type: 'anonymous' })))).code).toBe('unauthenticated');
  });
});

test('every file that reads rows of an installation has a case here, and every case a file', () => {
  const root = join(import.meta.dirname, '..');
  const reading = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('node_modules'))
    .filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return /withOrg\(\s*ctx,\s*'[\w-]+:read'/.test(text) && /requireInstallation\(/.test(text);
    });
  expect([...new Set(reads.map(({ file }) => file))].toSorted()).toEqual(reading.toSorted());
});
