import { auditEvents, resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { listBatteries } from '../batteries/list.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { createInstallation } from '../installations/create.ts';
import { deleteInstallation } from '../installations/delete.ts';
import { getInstallation } from '../installations/get.ts';
import { createObject } from '../objects/create.ts';
import { deleteObject } from '../objects/delete.ts';
import { getObject } from '../objects/get.ts';
import { listObjects } from '../objects/list.ts';
import { updateObject } from '../objects/update.ts';
import { publish } from '../publish/publish.ts';
import { preparePublishing } from '../publish/testing/installation.ts';
import { rollback } from '../snapshots/rollback.ts';
import { prepareFor, sampleSpec } from '../testing/sample-specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { createProject } from './create.ts';
import { deleteProject } from './delete.ts';
import { getProject } from './get.ts';
import { listProjects } from './list.ts';
import { updateProject } from './update.ts';

const { world, org } = useWorld();
const owner = () => org().as('owner');
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});
let count = 0;
const make = async () => (await createInstallation(owner(), { name: `p-${++count}`, usage: 'development', provider: 'kind' })).id;
const redis = { kind: 'redis-instances', spec: sampleSpec('redisInstances', 'cache') };
const ferret = { kind: 'ferret-services', spec: sampleSpec('ferretServices') };
const postgres = { kind: 'postgres-clusters', spec: sampleSpec('postgresClusters', ferret.spec.postgresCluster) };
const namesOf = async (installationId: Id<'installation'>) =>
  (await listProjects(owner(), { installationId, limit: 50 })).items.map(({ name }) => name);

describe('a project', () => {
  test('shows the objects that belong to it, how many there are of each kind, and how their resources stand', async () => {
    const installationId = await make();
    await prepareFor(owner(), installationId, 'redisInstances');
    const { id } = await createProject(owner(), { installationId, name: 'shop', description: 'What customers see' });
    const made = await createObject(owner(), 'redisInstances', {
      installationId,
      spec: sampleSpec('redisInstances', 'cache'),
      projectId: id,
    });
    await createObject(owner(), 'redisInstances', { installationId, spec: sampleSpec('redisInstances', 'elsewhere') });
    await withSystem(system, 'test', (tx) =>
      tx.insert(resourceStatuses).values([
        {
          orgId: org().orgId,
          installationId,
          key: 'core/Service/x/a',
          group: '',
          kind: 'Service',
          name: 'a',
          owner: made.id,
          state: 'applied',
          health: 'healthy',
        },
        {
          orgId: org().orgId,
          installationId,
          key: 'core/Service/x/b',
          group: '',
          kind: 'Service',
          name: 'b',
          owner: made.id,
          state: 'failed',
          health: 'degraded',
        },
      ]),
    );
    const project = await getProject(owner(), { installationId, id });
    expect(project).toMatchObject({ name: 'shop', description: 'What customers see', objectCounts: { 'redis-instances': 1 } });
    expect(project.objects).toMatchObject([
      {
        kind: 'redis-instances',
        id: made.id,
        name: 'cache',
        counts: { total: 2, health: { healthy: 1, degraded: 1 }, state: { failed: 1 } },
      },
    ]);
    expect((await listProjects(owner(), { installationId, limit: 50 })).items).toMatchObject([
      { id, objectCounts: { 'redis-instances': 1 } },
    ]);
  });

  test('keeps its name to itself in an installation', async () => {
    const installationId = await make();
    await createProject(owner(), { installationId, name: 'shop' });
    const { id } = await createProject(owner(), { installationId, name: 'office' });
    const taken = [
      () => createProject(owner(), { installationId, name: 'shop' }),
      () => updateProject(owner(), { installationId, id, name: 'shop' }),
    ];
    for (const take of taken) expect(await refusalOf(take())).toMatchObject({ code: 'conflict', issues: [{ path: 'name' }] });
    await createProject(owner(), { installationId: await make(), name: 'shop' });
  });

  test('is only deleted once nothing belongs to it: its objects move out, or to another project of the installation', async () => {
    const installationId = await make();
    const { id } = await createProject(owner(), { installationId, name: 'old', objects: [redis], enableBatteries: true });
    const { id: next } = await createProject(owner(), { installationId, name: 'next' });
    const { id: foreign } = await createProject(owner(), { installationId: await make(), name: 'foreign' });
    const [object] = (await listObjects(owner(), 'redisInstances', { installationId, limit: 5 })).items;
    if (!object) throw new Error('no object');
    const move = (projectId: Id<'project'> | null) =>
      updateObject(owner(), 'redisInstances', { installationId, id: object.id, changes: {}, projectId });
    expect(await refusalOf(deleteProject(owner(), { installationId, id }))).toMatchObject({
      code: 'conflict',
      publicText: 'The project "old" still has the Redis instance "cache": move it out or delete it first.',
    });
    expect((await refusalOf(move(foreign))).code).toBe('not_found');
    expect(await move(next)).toMatchObject({ projectId: next, name: 'cache' });
    await deleteProject(owner(), { installationId, id });
    expect(await namesOf(installationId)).toEqual(['next']);
    expect(await move(null)).not.toHaveProperty('projectId');
    // A change of something else leaves it where it is.
    await move(next);
    await updateObject(owner(), 'redisInstances', { installationId, id: object.id, changes: { cpuLimitMillis: 9000 } });
    expect(await getObject(owner(), 'redisInstances', { installationId, id: object.id })).toMatchObject({ projectId: next });
  });
});

test('an installation goes with its projects and what is in them', async () => {
  const installationId = await make();
  await createProject(owner(), { installationId, name: 'shop', objects: [redis], enableBatteries: true });
  const { name } = await getInstallation(owner(), { installationId });
  expect(await deleteInstallation(owner(), { installationId, confirm: name })).toEqual({ state: 'deleted' });
});

describe('a project with all it needs', () => {
  test('is created whole: batteries with their needs and what comes with them, objects that name each other in any order', async () => {
    const installationId = await make();
    const before = await getInstallation(owner(), { installationId });
    const ctx = owner();
    const made = await createProject(ctx, { installationId, name: 'shop', objects: [ferret, redis, postgres], enableBatteries: true });
    expect(made.enabledBatteries).toEqual(expect.arrayContaining(['redis', 'ferretdb']));
    expect(made.objects.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      `postgres-clusters/${postgres.spec.name}`,
      'redis-instances/cache',
      'ferret-services/docs',
    ]);
    expect((await getInstallation(owner(), { installationId })).desiredRev).toBe(before.desiredRev + 1);
    const audit = await withSystem(system, 'test', (tx) => tx.select().from(auditEvents).where(eq(auditEvents.requestId, ctx.requestId)));
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'battery.enable',
        'project.create',
        'postgres_cluster.create',
        'redis_instance.create',
        'ferret_service.create',
      ]),
    );
  });

  test('brings the batteries for what its objects ask for, and their databases', async () => {
    const installationId = await make();
    const spec = { ...sampleSpec('knativeServices'), requireSignIn: true, realm: 'customers' };
    const made = await createProject(owner(), {
      installationId,
      name: 'shop',
      objects: [{ kind: 'knative-services', spec }],
      enableBatteries: true,
    });
    expect(made.enabledBatteries).toEqual(expect.arrayContaining(['knative', 'keycloak', 'sso']));
    expect((await listObjects(owner(), 'postgresClusters', { installationId, limit: 5 })).items.map(({ name }) => name)).toEqual([
      'keycloak',
    ]);
  });

  test('is refused whole, naming every field that is wrong, and leaves nothing', async () => {
    const installationId = await make();
    const { items: before } = await listBatteries(owner(), { installationId });
    const wrong = (objects: { kind: string; spec: Record<string, unknown> }[], enableBatteries = true) =>
      refusalOf(createProject(owner(), { installationId, name: 'shop', objects, enableBatteries }));
    expect((await wrong([redis, { kind: 'redises', spec: {} }, { ...redis, spec: { ...redis.spec, name: 'No' } }])).issues).toMatchObject([
      { path: 'objects.1.kind', message: expect.stringContaining('choose one of postgres-clusters') },
      { path: 'objects.2.spec.name' },
    ]);
    expect((await wrong([redis, ferret])).issues).toMatchObject([
      { path: 'objects.1.spec.postgresCluster', message: expect.stringContaining('there is no Postgres cluster') },
    ]);
    expect((await wrong([redis, redis])).issues).toMatchObject([{ path: 'objects.0.spec.name' }, { path: 'objects.1.spec.name' }]);
    expect(await wrong([redis], false)).toMatchObject({
      code: 'conflict',
      publicText: 'The project "shop" needs Redis: enable it first, or send enableBatteries: true.',
      issues: [{ path: 'enableBatteries', message: 'needs redis' }],
    });
    expect(await namesOf(installationId)).toEqual([]);
    expect((await listBatteries(owner(), { installationId })).items).toEqual(before);
  });
});

test('a rollback brings projects back under their ids, also when two have swapped names since', async () => {
  const installationId = await make();
  const { id: a } = await createProject(owner(), { installationId, name: 'a', objects: [redis], enableBatteries: true });
  const { id: b } = await createProject(owner(), { installationId, name: 'b' });
  await publish(system, installationId);
  // A project without objects changes nothing in the cluster, so it makes no snapshot of its own.
  await createProject(owner(), { installationId, name: 'empty' });
  expect(await publish(system, installationId)).toMatchObject({ kind: 'same', version: 1 });
  const before = await listProjects(owner(), { installationId, limit: 50 });
  await updateProject(owner(), { installationId, id: a, name: 'swap' });
  await updateProject(owner(), { installationId, id: b, name: 'a' });
  await updateProject(owner(), { installationId, id: a, name: 'b' });
  await createProject(owner(), { installationId, name: 'c' });
  const [cache] = (await listObjects(owner(), 'redisInstances', { installationId, limit: 5 })).items;
  if (!cache) throw new Error('no object');
  await deleteObject(owner(), 'redisInstances', { installationId, id: cache.id, confirm: 'cache' });
  await publish(system, installationId);
  await rollback(owner(), { installationId, version: 1 });
  const after = await listProjects(owner(), { installationId, limit: 50 });
  const shown = ({ items }: typeof before) => items.map(({ id, name, objectCounts, createdAt }) => ({ id, name, objectCounts, createdAt }));
  expect(shown(after)).toEqual(shown(before));
  expect((await getProject(owner(), { installationId, id: a })).objects).toMatchObject([{ id: cache.id }]);
});
