import { auditEvents, members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ProjectDocument, Visibility } from '@home-base/schema/wire/project-export.ts';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { createInstallation } from '../installations/create.ts';
import { getObject } from '../objects/get.ts';
import { listObjects } from '../objects/list.ts';
import { sampleSpec } from '../testing/sample-specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf, type TestOrg } from '../testing/world.ts';
import { checkExport } from '../trust/export-key.ts';
import { createProject } from './create.ts';
import { exportProject } from './export.ts';
import { importProject } from './import.ts';
import { listProjects } from './list.ts';
import { previewImport } from './preview-import.ts';

const { world, org, stranger } = useWorld();
const owner = () => org().as('owner');
let count = 0;
const make = async (of: TestOrg = org()) =>
  (await createInstallation(of.as('owner'), { name: `x-${++count}`, usage: 'development', provider: 'kind' })).id;

const size = { cpuRequestedMillis: 100, cpuLimitMillis: 200, memoryRequestedBytes: 128 << 20, memoryLimitBytes: 256 << 20 };
const objects = [
  { kind: 'redis-instances', spec: { ...size, name: 'cache', mode: 'replication', instances: 2, passwordVersion: 7 } },
  { kind: 'redis-instances', spec: { ...size, name: 'watch', mode: 'sentinel', instances: 3, replicationOf: 'cache' } },
  { kind: 'postgres-clusters', spec: sampleSpec('postgresClusters', 'main') },
  {
    kind: 'traditional-services',
    spec: {
      ...size,
      name: 'shop',
      additionalHosts: ['shop.example.com'],
      containers: [
        {
          name: 'web',
          image: 'nginx:1.29',
          env: [
            { name: 'MODE', source: 'value', value: 'live' },
            { name: 'ADMIN_PASSWORD', source: 'value', value: 'hunter2' },
            { name: 'DSN', source: 'secret', from: 'cloudnative-pg.pg-main.reports', key: 'dsn' },
            { name: 'CACHE', source: 'secret', from: 'redis-cache', key: 'url' },
            { name: 'HOST', source: 'value', value: 'redis-cache-master.battery-data' },
            { name: 'FLAGS', source: 'config_map', from: 'flags', key: 'all' },
          ],
        },
      ],
      ports: [{ name: 'http', number: 80 }],
    },
  },
];

let project: { installationId: Id<'installation'>; id: Id<'project'> };
beforeAll(async () => {
  const installationId = await make();
  const { id } = await createProject(owner(), { installationId, name: 'shop', description: 'Sells', objects, enableBatteries: true });
  project = { installationId, id };
});

/** As it comes back from a file. */
const exported = async (visibility: Visibility, exclude: string[] = []): Promise<ProjectDocument> =>
  JSON.parse(JSON.stringify(await exportProject(owner(), { ...project, visibility, exclude })));

describe('an export', () => {
  test('holds whole specs, but no id, no secret and no counter, and says what it left out', async () => {
    const { payload } = await exportProject(owner(), { ...project, visibility: 'private', exclude: [] });
    expect(payload).toMatchObject({ name: 'shop', description: 'Sells', visibility: 'private', orgId: org().orgId });
    expect(Object.keys(payload.objects).toSorted()).toEqual(['postgres-clusters', 'redis-instances', 'traditional-services']);
    expect(payload.requiredBatteries.toSorted()).toEqual(['cloudnative_pg', 'redis', 'traditional_services']);
    const text = JSON.stringify(payload.objects);
    for (const hidden of ['hunter2', 'ADMIN_PASSWORD', 'passwordVersion', project.id, project.installationId, '"id"'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('shop.example.com');
    expect(payload.removed).toEqual([
      {
        path: 'traditional-services.shop.containers.0.env.1',
        because: 'the value of ADMIN_PASSWORD looks like a secret by its name',
      },
    ]);
  });

  test('for others names no org when it is public, and keeps what belongs to the installation', async () => {
    const { payload } = await exportProject(owner(), { ...project, visibility: 'public', exclude: [] });
    const text = JSON.stringify(payload);
    for (const hidden of [org().orgId, 'shop.example.com']) expect(text).not.toContain(hidden);
    expect(payload.removed.map(({ path }) => path)).toContain('traditional-services.shop.additionalHosts.0');
  });

  test('leaves out what was chosen, and refuses to leave out what does not exist or what an object cannot be without', async () => {
    const without = async (...exclude: string[]) => exportProject(owner(), { ...project, visibility: 'private', exclude });
    const { payload } = await without('redis-instances.watch', 'traditional-services.shop.containers.0.env.0');
    expect(payload.objects['redis-instances']).toMatchObject([{ name: 'cache' }]);
    expect(JSON.stringify(payload.objects)).not.toContain('MODE');
    expect(payload.removed.map(({ path }) => path)).toContain('redis-instances.watch');
    expect((await refusalOf(without('redis-instances.none'))).issues).toMatchObject([
      { path: 'exclude', message: expect.stringContaining('there is no "redis-instances.none" in this project') },
    ]);
    expect((await refusalOf(without('traditional-services.shop.containers'))).publicText).toContain(
      'traditional-services.shop cannot be without containers',
    );
  });
});

describe('a signature', () => {
  test('tells an unchanged export of this Home Base from a changed one, and from any other', async () => {
    const { payload, signature } = await exported('public');
    const check = (changed: unknown, by = signature, env = world().env) => checkExport(env, changed, by);
    expect(await check(payload)).toBe('valid');
    expect(await check({ ...payload, extra: 1 })).toBe('changed');
    expect(await check({ ...payload, visibility: 'private' })).toBe('changed');
    expect(await check(payload, { kid: 'another', value: signature?.value ?? '' })).toBe('unknown');
    expect(await checkExport(world().env, payload, undefined)).toBe('unknown');
    expect(await check(payload, signature, { ...world().env, AUTH_SECRET: 'another secret, of 32 characters and more' })).toBe('unknown');
    // Members may come in any order: what is signed is their canonical form.
    expect(await check(Object.fromEntries(Object.entries(payload).toReversed()))).toBe('valid');
  });
});

describe('an import', () => {
  const rename = {
    'redis-instances': { cache: 'cache-2', watch: 'watch-2' },
    'postgres-clusters': { main: 'main-2' },
    'traditional-services': { shop: 'shop-2' },
  };

  test('elsewhere makes the same project, with batteries, in one go', async () => {
    const installationId = await make();
    const document = await exported('private');
    const preview = await previewImport(owner(), { installationId, document });
    expect(preview).toMatchObject({ signature: 'valid', name: 'shop', renames: {} });
    expect(preview.missingBatteries).toEqual(expect.arrayContaining(['redis', 'traditional_services']));
    expect(preview.problems).toEqual([
      { blocks: false, path: expect.stringMatching(/env\.4$/), message: expect.stringContaining('reads the ConfigMap "flags"') },
    ]);
    expect(await refusalOf(importProject(owner(), { installationId, document }))).toMatchObject({
      issues: expect.arrayContaining([{ path: 'enableBatteries', message: 'needs redis' }]),
    });
    const ctx = owner();
    const made = await importProject(ctx, { installationId, document, enableBatteries: true });
    expect(made.objects.map(({ name }) => name).toSorted()).toEqual(['cache', 'main', 'shop', 'watch']);
    const [redis] = (await listObjects(owner(), 'redisInstances', { installationId, limit: 1 })).items;
    expect(redis).toMatchObject({ name: 'cache', passwordVersion: 1, projectId: made.id });
    const audit = await withSystem(owner(), 'test', (tx) =>
      tx
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.requestId, ctx.requestId), eq(auditEvents.action, 'project.create'))),
    );
    expect(audit).toMatchObject([{ after: { importedFrom: { signature: 'valid', visibility: 'private' } } }]);
  });

  test('beside itself proposes free names, and references follow them', async () => {
    const { installationId } = project;
    const document = await exported('private');
    const preview = await previewImport(owner(), { installationId, document });
    expect(preview).toMatchObject({ name: 'shop-2', renames: rename, missingBatteries: [] });
    expect(preview.problems.filter(({ blocks }) => blocks)).toEqual(
      // The host name is somebody's already, and no new name of a service changes that.
      [
        {
          blocks: true,
          path: 'document.payload.objects.traditional-services.0.additionalHosts.0',
          message: expect.stringContaining('shop.example.com'),
        },
      ],
    );
    expect(preview.problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('has "redis-cache" in a value, which is not changed'),
    );
    const taken = await refusalOf(importProject(owner(), { installationId, document, name: 'shop-2' }));
    expect(taken.issues.map(({ path }) => path)).toContain('document.payload.objects.redis-instances.0.name');
    const input = {
      installationId,
      document,
      name: preview.name,
      renames: preview.renames,
      exclude: ['traditional-services.shop.additionalHosts'],
    };
    const made = await importProject(owner(), input);
    const service = made.objects.find(({ name }) => name === 'shop-2');
    if (!service) throw new Error('no service');
    const shop = await getObject(owner(), 'traditionalServices', { installationId, id: service.id as Id<'traditionalService'> });
    expect(shop.containers[0]?.env).toMatchObject([
      { name: 'MODE' },
      { from: 'cloudnative-pg.pg-main-2.reports' },
      { from: 'redis-cache-2' },
      { value: 'redis-cache-master.battery-data' },
      { from: 'flags' },
    ]);
    const { items } = await listObjects(owner(), 'redisInstances', { installationId, limit: 10 });
    expect(items.find(({ name }) => name === 'watch-2')).toMatchObject({ replicationOf: 'cache-2' });
  });

  test('of what this catalog cannot read is refused by its place; what it does not know is said and left out', async () => {
    const installationId = await make();
    const { payload } = await exported('public');
    const changed = {
      ...payload,
      objects: {
        'flux-capacitors': [{ name: 'delorean' }],
        'redis-instances': [
          { ...size, name: 'cache', colour: 'red' },
          { ...size, name: 'No' },
        ],
      },
    };
    const preview = await previewImport(owner(), { installationId, document: { payload: changed } });
    expect(preview).toMatchObject({ signature: 'unknown' });
    expect(preview.problems).toEqual([
      { blocks: true, path: 'document.payload.objects.flux-capacitors.0', message: expect.stringContaining('no kind "flux-capacitors"') },
      { blocks: false, path: 'document.payload.objects.redis-instances.0', message: expect.stringContaining('does not know colour') },
      { blocks: true, path: 'document.payload.objects.redis-instances.1.name', message: expect.any(String) },
    ]);
    const run = (exclude: string[]) =>
      importProject(owner(), { installationId, document: { payload: changed }, exclude, enableBatteries: true });
    expect((await refusalOf(run([]))).code).toBe('invalid');
    expect((await listProjects(owner(), { installationId, limit: 5 })).items).toEqual([]);
    expect((await run(['flux-capacitors.delorean', 'redis-instances.No'])).objects.map(({ name }) => name)).toEqual(['cache']);
  });

  test('under a name that is none, or of an object that is not there, is refused by its place', async () => {
    const installationId = await make();
    const document = await exported('private');
    const paths = async (renames: Record<string, Record<string, string>>) =>
      (await refusalOf(importProject(owner(), { installationId, document, renames, enableBatteries: true }))).issues.map(
        ({ path }) => path,
      );
    expect(await paths({ 'redis-instances': { cache: 'Not A Label' } })).toContain('document.payload.objects.redis-instances.0.name');
    expect(await paths({ 'redis-instances': { '(a+)+': 'b' }, nothing: { a: 'b' } })).toEqual([
      'renames.redis-instances.(a+)+',
      'renames.nothing.a',
    ]);
    const named = importProject(owner(), { installationId, document, name: 'Not A Label', enableBatteries: true });
    expect(await refusalOf(named)).toMatchObject({ code: 'invalid', issues: [{ path: 'name' }] });
  });

  test('of what is no export, or of a format to come, is refused', async () => {
    const installationId = await make();
    const { payload } = await exported('public');
    const deep = Array.from({ length: 60 }).reduce<Record<string, unknown>>((inner) => ({ inner }), {});
    const refused = async (document: Record<string, unknown>) =>
      (await refusalOf(previewImport(owner(), { installationId, document: { payload: document } }))).issues.map(({ path }) => path);
    expect(await refused({ hello: 'world' })).toContain('document.payload.name');
    expect(await refused({ ...payload, format: 'home-base-project/2' })).toEqual(['document.payload.format']);
    expect(await refused({ ...payload, objects: { 'redis-instances': [deep] } })).toEqual(['document.payload']);
  });
});

describe('who may import', () => {
  const tryFrom = async (of: TestOrg, document: ProjectDocument, ctx: Ctx = of.as('owner')) =>
    importProject(ctx, { installationId: await make(of), document, enableBatteries: true });
  const blocked = async (of: TestOrg, document: ProjectDocument) =>
    (await previewImport(of.as('owner'), { installationId: await make(of), document })).problems.filter(({ path }) => path === 'document');

  test('private: the org that exported it alone, whatever a changed document says', async () => {
    const document = await exported('private');
    expect(await refusalOf(tryFrom(stranger(), document))).toMatchObject({ code: 'forbidden' });
    expect(await blocked(stranger(), document)).toMatchObject([{ blocks: true }]);
    const stolen = { ...document, payload: { ...document.payload, orgId: stranger().orgId } };
    expect(await refusalOf(tryFrom(stranger(), stolen))).toMatchObject({ code: 'forbidden' });
    expect(await refusalOf(tryFrom(org(), { payload: document.payload }))).toMatchObject({ code: 'forbidden' });
    await tryFrom(org(), document);
  });

  test('team: an org whose importing person is a member of the exporting one, too', async () => {
    const document = await exported('team');
    expect(await refusalOf(tryFrom(stranger(), document))).toMatchObject({ code: 'forbidden' });
    const ctx = stranger().as('owner');
    const { actor } = ctx;
    if (actor.type !== 'user') throw new Error('no user');
    await withSystem(owner(), 'test', (tx) => tx.insert(members).values({ orgId: org().orgId, userId: actor.id, role: 'viewer' }));
    await tryFrom(stranger(), document);
    expect(await refusalOf(tryFrom(stranger(), document, stranger().as('admin')))).toMatchObject({ code: 'forbidden' });
  });

  test('public: everyone, and a changed one is shown as changed', async () => {
    const document = await exported('public');
    await tryFrom(stranger(), document);
    const installationId = await make(stranger());
    const changed = { ...document, payload: { ...document.payload, description: 'Mine now' } };
    expect(await previewImport(stranger().as('owner'), { installationId, document: changed })).toMatchObject({ signature: 'changed' });
    await importProject(stranger().as('owner'), { installationId, document: changed, enableBatteries: true });
  });
});
