import { env, exports } from 'cloudflare:workers';
import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { agents } from '@home-base/schema/db/tables.ts';
import { listOf } from '@home-base/schema/wire/list.ts';
import { exportFormat } from '@home-base/schema/wire/project-export.ts';
import { Snapshot, SnapshotResource } from '@home-base/schema/wire/snapshots.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApiKey } from '../api-keys/create.ts';
import { withSystem } from '../db/with-system.ts';
import { createInstallation } from '../installations/create.ts';
import { createObject } from '../objects/create.ts';
import { createInvitation } from '../orgs/invitations/create.ts';
import { listMembers } from '../orgs/members/list.ts';
import { createProject } from '../projects/create.ts';
import { type ApiOrg, apiClient } from '../testing/api-client.ts';
import { prepareFor, sampleChange, sampleSpec } from '../testing/sample-specs.ts';

type Operation = {
  operationId: string;
  'x-permission': string;
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: unknown;
};
type Document = { paths: Record<string, Record<string, Operation>> };

const client = apiClient(env, (request) => exports.default.fetch(request));
const document = (await (await exports.default.fetch(new Request('https://home.example.com/v1/openapi.json'))).json()) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
);
const guarded = operations.filter((operation) => operation['x-permission'] !== 'public');
const people = guarded.filter((operation) => !operation['x-permission'].startsWith('agent:'));
const withIds = people.filter((operation) => operation.path.includes('{'));
const lists = people.filter((operation) => !operation.path.includes('{') && operation.method === 'GET');
/** A preview is asked for with a body, and changes nothing. */
const isRead = (operation: Operation & { method: string }) => operation.method === 'GET' || operation['x-permission'].endsWith(':read');
const writes = guarded.filter((operation) => !isRead(operation) || operation['x-permission'].startsWith('agent:'));

/** As anyone may have written it. */
const exportedProject = {
  format: exportFormat,
  exportedAt: '2026-11-01T00:00:00Z',
  name: 'written',
  description: '',
  visibility: 'public',
  catalogVersion: '1',
  requiredBatteries: [],
  objects: { 'redis-instances': [sampleSpec('redisInstances', 'written')] },
  removed: [],
};

/** A body that each write accepts, so that nothing but the tenant stands in its way. A route that is missing here fails the test below. */
const bodies: Record<string, unknown> = {
  createInstallation: { name: 'another', usage: 'development', provider: 'kind' },
  updateInstallation: { size: 'small' },
  putBattery: { config: {}, withNeeds: true },
  ...Object.fromEntries(
    objectCollections.flatMap((collection) => {
      const { idKind } = objectKinds[collection];
      const name = idKind.charAt(0).toUpperCase() + idKind.slice(1);
      return [
        [`create${name}`, sampleSpec(collection, 'other')],
        [`update${name}`, sampleChange(collection)],
      ];
    }),
  ),
  createProject: { name: 'other', objects: [{ kind: 'redis-instances', spec: sampleSpec('redisInstances', 'mine') }] },
  previewImport: { document: { payload: exportedProject } },
  importProject: { document: { payload: exportedProject }, name: 'imported', enableBatteries: true },
  updateProject: { description: 'changed' },
  approveRemovals: { confirm: 'main' },
  renameOrg: { name: 'Renamed' },
  inviteMember: { email: 'nobody@example.com', role: 'viewer' },
  changeMemberRole: { role: 'viewer' },
  createApiKey: { name: 'k', role: 'viewer' },
  getBundle: { have: { root: 1, timestamp: 0, snapshot: 0, targets: 0 }, pages: [] },
  getBlobs: { sha256: ['0'.repeat(64)] },
  report: undefined,
};
const query: Record<string, string> = { confirm: 'main', usage: 'development', provider: 'kind' };

let victim: ApiOrg;
let stranger: ApiOrg;
let ids: {
  manifest: string;
  blob: string;
  installationId: string;
  agentId: string;
  memberId: string;
  apiKeyId: string;
  invitationId: string;
  objects: Record<string, string>;
};

beforeAll(async () => {
  victim = await client.makeOrg();
  stranger = await client.makeOrg();
  const ctx = victim.as('owner');
  const { id: installationId } = await createInstallation(ctx, { name: 'main', usage: 'development', provider: 'kind' });
  const objects: Record<string, string> = {};
  for (const collection of objectCollections) {
    await prepareFor(ctx, installationId, collection);
    const { id } = await createObject(ctx, collection, { installationId, spec: sampleSpec(collection, 'main') });
    objects[objectKinds[collection].path] = id;
  }
  objects.projects = (await createProject(ctx, { installationId, name: 'main' })).id;
  const [agent] = await withSystem(ctx, 'an agent of the tenant test', (tx) =>
    tx
      .insert(agents)
      .values({
        orgId: victim.orgId,
        installationId,
        signingKey: 'AA',
        sealingKey: 'AA',
        clusterUid: 'uid',
        version: '0',
        kubernetesVersion: 'v1',
      })
      .returning({ id: agents.id }),
  );
  const member = (await listMembers(ctx, { limit: 10 })).items.find((each) => each.role === 'member');
  const key = await createApiKey(ctx, { name: 'doomed', role: 'viewer' });
  const { id: invitationId } = await createInvitation(ctx, { email: 'invited@example.com', role: 'viewer' });
  if (!agent || !member) throw new Error('the victim is not whole');
  // The room publishes by itself, poked by the writes above.
  const read = (path: string) => client.call(`/v1/installations/${installationId}${path}`, { key: victim.keys.owner });
  await vi.waitFor(async () => expect(await read('/snapshots/1')).toMatchObject({ status: 200 }), { timeout: 20_000, interval: 200 });
  const { manifestSha256: manifest } = Snapshot.parse((await read('/snapshots/1')).body);
  const blob = listOf(SnapshotResource).parse((await read('/snapshots/1/resources?limit=1')).body).items[0]?.sha256 ?? '';
  ids = { manifest, blob, installationId, agentId: agent.id, memberId: member.id, apiKeyId: key.id, invitationId, objects };
});
afterAll(() => client.close());

/** The address of an operation with the victim's ids in it. An unknown parameter fails: the route is new and needs a value here. */
function addressOf(operation: (typeof operations)[number]): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'id') {
      const kind = Object.keys(ids.objects).find((each) => operation.path.includes(`/${each}/`));
      if (kind) return ids.objects[kind] ?? '';
    }
    const values: Record<string, string> = {
      installationId: ids.installationId,
      agentId: ids.agentId,
      memberId: ids.memberId,
      apiKeyId: ids.apiKeyId,
      invitationId: ids.invitationId,
      type: 'redis',
      version: '1',
      from: '1',
      to: '1',
      key: encodeURIComponent('core/Namespace/-/battery-core'),
      sha256: ids.blob,
      file: operation.path.includes('targets') ? `${ids.manifest}.manifest.json` : '1.snapshot.json',
    };
    const value = values[name];
    if (value === undefined)
      throw new Error(
        `${operation.operationId} has the parameter {${name}}, which this test does not know: give it a value of the victim's`,
      );
    return value;
  });
  const needed = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name }) => {
      if (query[name] === undefined) throw new Error(`${operation.operationId} needs the query ${name}: add it to this test`);
      return `${name}=${query[name]}`;
    });
  return needed.length > 0 ? `${path}?${needed.join('&')}` : path;
}

function call(operation: (typeof operations)[number], key?: string) {
  if (operation.requestBody && !(operation.operationId in bodies))
    throw new Error(`${operation.operationId} takes a body that this test does not have: add one to bodies`);
  const json = operation.requestBody ? bodies[operation.operationId] : undefined;
  return client.call(addressOf(operation), {
    method: operation.method,
    ...(key ? { key } : {}),
    ...(json === undefined ? {} : { json }),
    headers: operation.operationId === 'connectBrowser' ? { upgrade: 'websocket' } : {},
  });
}

describe('the OpenAPI document', () => {
  test('lists the routes of the design, each with what a caller needs', () => {
    expect(operations.length).toBeGreaterThan(45);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/installations/{installationId}/snapshots/{version}/rollback',
        '/v1/installations/{installationId}/tuf/timestamp.json',
        '/v1/installations/{installationId}/enrolment-tokens',
        '/v1/agent/enrol',
        '/install.sh',
      ]),
    );
    for (const operation of operations) expect(operation['x-permission'], operation.operationId).toMatch(/^(public|[\w-]+:[\w-]+)$/);
  });

  test('names each operation once and describes each part of its path', () => {
    const names = operations.map((operation) => operation.operationId);
    expect(names).toEqual([...new Set(names)]);
    for (const { path, parameters = [], operationId } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
      expect(
        parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name }) => name)
          .toSorted(),
        operationId,
      ).toEqual(inPath);
    }
  });
});

describe('without credentials: 401', () => {
  test.each(guarded)('$method $path', async (operation) => {
    expect(await call(operation)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });
});

describe('with another org’s ids: 404', () => {
  test.each(withIds)('$method $path', async (operation) => {
    expect(await call(operation, stranger.keys.owner)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});

describe('shows nothing of another org', () => {
  test.each(lists)('$method $path', async (operation) => {
    const answer = await call(operation, stranger.keys.owner);
    expect(answer.status).toBe(200);
    const text = JSON.stringify(answer.body);
    for (const id of [victim.orgId, ids.installationId, ids.memberId, ids.apiKeyId, ids.invitationId, ...Object.values(ids.objects)])
      expect(text).not.toContain(id);
  });
});

describe('for a viewer: 403', () => {
  test.each(writes)('$method $path', async (operation) => {
    expect(await call(operation, victim.keys.viewer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('the owner does get there, so the refusals above are about the tenant', () => {
  test.each(withIds.toSorted(deletesLast))('$method $path', async (operation) => {
    const { status, body } = await call(operation, victim.keys.owner);
    expect([401, 403, 404], JSON.stringify(body)).not.toContain(status);
    expect(status).toBeLessThan(500);
  });
});

/** Things before what they are in; a rollback, which takes them away, after them; the installation itself last. */
function deletesLast(a: { method: string; path: string }, b: { method: string; path: string }): number {
  const rank = ({ method, path }: { method: string; path: string }) =>
    method === 'DELETE' ? 1000 - path.length : method === 'POST' && path.endsWith('/rollback') ? 960 : 0;
  return rank(a) - rank(b);
}
