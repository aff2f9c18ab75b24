import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBlobCache } from './blob-cache.ts';
import { loadIdentity } from './keys.ts';
import { createRefusals } from './refusal.ts';
import { createEdgeStateStore } from './state.ts';
import { chunkBytes, createMemoryStore, type StateData } from './store.ts';
import { configMap, enrolledClient, installationId, neighbourId, startRepository, tempDir } from './testing/client.ts';

type Client = Awaited<ReturnType<typeof enrolledClient>>;
let home: Awaited<ReturnType<typeof startRepository>>;
let client: Client;
let temp: ReturnType<typeof tempDir>;

beforeEach(async () => {
  temp = tempDir();
  home = await startRepository();
  client = await enrolledClient(home.homeBase, temp.dir);
});
afterEach(async () => {
  client.close();
  await home.homeBase.close();
  temp.remove();
});

/** As a new process would: nothing but the cluster. */
const reload = () => {
  const refusals = createRefusals();
  const state = createEdgeStateStore({ store: client.store, installationId, rootSha256: home.homeBase.rootSha256, refusals });
  return { refusals, load: state.load, save: state.save };
};
const trustName = 'ConfigMap/agent-state-trust';
const spoil = (name: string, key: string, change: (bytes: Buffer) => Buffer) => {
  const data = client.store.objects.get(name)!;
  client.store.objects.set(name, { ...data, [key]: change(Buffer.from(data[key]!)) } satisfies StateData);
};
const repack = (change: (text: string) => string) => (bytes: Buffer) => gzipSync(change(gunzipSync(bytes).toString()));

test('what was verified is there after a restart, also after its timestamp expired and roots rotated', async () => {
  await client.exchange();
  home.authority.rotate({ rootKey: true });
  home.repository.publish([configMap('first', 'two'), configMap('second')]);
  home.repository.stamp({ expiresInSeconds: 2 });
  await client.exchange();
  await client.save();
  await expect
    .poll(() => Date.now() > Date.parse(JSON.parse(client.trust().files().timestamp!.toString()).signed.expires), { timeout: 4000 })
    .toBe(true);
  const { load, refusals } = reload();
  const state = await load();
  expect(state?.accepted?.verified.manifest.version).toBe(2);
  expect(state?.accepted?.pages.flatMap((page) => page.entries.map(([key]) => key)).sort()).toEqual([
    'core/ConfigMap/battery-core/first',
    'core/ConfigMap/battery-core/second',
  ]);
  expect(state?.files.roots.length).toBe(2);
  expect(refusals.size()).toBe(0);
});

test('an older version is refused after a restart too', async () => {
  home.repository.publish([configMap('first', 'two')], { version: 9 });
  await client.exchange();
  await client.save();
  const state = await reload().load();
  client.restart(state!.files, state!.accepted);
  home.repository.publish([configMap('first', 'old')], { version: 8 });
  await expect(client.exchange()).rejects.toMatchObject({ code: 'manifest_version' });
});

test('one changed object writes one group of pages and the record, not everything', async () => {
  home.repository.publish(Array.from({ length: 300 }, (_, index) => configMap(`n${index}`)));
  await client.exchange();
  await client.save();
  const before = client.store.writes();
  home.repository.publish(Array.from({ length: 300 }, (_, index) => configMap(`n${index}`, index === 5 ? 'two' : 'one')));
  await client.exchange();
  await client.save();
  expect(client.store.writes() - before).toBe(2);
  expect((await reload().load())?.accepted?.verified.manifest.version).toBe(3);
});

test('a crash between the pages and the record leaves the former state whole', async () => {
  await client.exchange();
  await client.save();
  home.repository.publish([configMap('first', 'two')]);
  await client.exchange();
  const { write } = client.store;
  client.store.write = async (kind, name, data) =>
    name === 'agent-state-trust' ? Promise.reject(new Error('killed')) : write(kind, name, data);
  await expect(client.save()).rejects.toThrow('killed');
  client.store.write = write;
  expect((await reload().load())?.accepted?.verified.manifest.version).toBe(1);
});

test.each([
  ['the manifest', trustName, 'manifest', repack((text) => text.replace('"paused":false', '"paused":true '))],
  ['the targets', trustName, 'accepted-targets', repack((text) => text.replace('"version":1', '"version":2'))],
  [
    'a byte of the pack',
    trustName,
    'manifest',
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 20), Buffer.from([bytes[20]! ^ 255]), bytes.subarray(21)]),
  ],
])('a state whose %s was edited in the cluster is discarded and told, never followed', async (_, name, key, change) => {
  await client.exchange();
  await client.save();
  spoil(name, key, change);
  const { load, refusals } = reload();
  const state = await load();
  expect(state?.accepted).toBeUndefined();
  expect(state?.files.roots.length).toBe(1);
  expect(refusals.take()).toMatchObject([{ code: 'state_invalid' }]);
});

test('an edited page is discarded and told', async () => {
  await client.exchange();
  await client.save();
  for (const [name, data] of client.store.objects)
    if (name.includes('agent-state-manifest'))
      for (const key of Object.keys(data))
        if (gunzipSync(data[key]!).length > 2)
          spoil(
            name,
            key,
            repack((text) => text.replace('first', 'other')),
          );
  const { load, refusals } = reload();
  expect((await load())?.accepted).toBeUndefined();
  expect(refusals.take()).toMatchObject([{ code: 'state_invalid' }]);
});

test('a chain of roots that does not begin with the pinned root is discarded whole', async () => {
  await client.exchange();
  await client.save();
  const stranger = await startRepository();
  await stranger.homeBase.close();
  spoil(
    trustName,
    'roots',
    repack(() => JSON.stringify([stranger.authority.roots[0]!.toString()])),
  );
  const { load, refusals } = reload();
  expect(await load()).toBeUndefined();
  expect(refusals.take()).toMatchObject([{ code: 'state_invalid' }]);
});

test("another installation's state is not followed", async () => {
  await client.exchange();
  await client.save();
  const other = createEdgeStateStore({
    store: client.store,
    installationId: neighbourId,
    rootSha256: home.homeBase.rootSha256,
    refusals: createRefusals(),
  });
  expect(await other.load()).toBeUndefined();
});

test('no ConfigMap of the state exceeds what Kubernetes accepts, at 10,000 entries', async () => {
  home.repository.publish(Array.from({ length: 10_000 }, (_, index) => configMap(`name-of-a-usual-length-${index}`)));
  await client.exchange();
  await client.save();
  for (const data of client.store.objects.values())
    expect(Object.values(data).reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(chunkBytes);
  expect((await reload().load())?.accepted?.pages.flatMap((page) => page.entries).length).toBe(10_000);
});

test('keys are made once, and read back', async () => {
  const store = createMemoryStore();
  const first = await loadIdentity(store);
  const again = await loadIdentity(store);
  expect(again.keys.signingPublic).toBe(first.keys.signingPublic);
  expect(again.keys.sealingPublic).toBe(first.keys.sealingPublic);
  expect(Buffer.from(first.keys.signingPublic, 'base64url').length).toBe(32);
});

test('the blob cache serves what is listed after a restart, drops the rest, and never an edited blob', async () => {
  const store = createMemoryStore();
  const blobs = Array.from({ length: 300 }, (_, index) => Buffer.from(JSON.stringify(configMap(`n${index}`))));
  const listed = new Set(blobs.slice(100).map((bytes) => sha256Hex(bytes)));
  const make = () => createBlobCache({ store, isListed: (sha256) => listed.has(sha256), log: () => {} });
  const cache = make();
  for (const bytes of blobs) cache.add(sha256Hex(bytes), bytes);
  await cache.flush();
  const restarted = make();
  expect(await restarted.find(sha256Hex(blobs[200]!))).toEqual(blobs[200]);
  expect(await restarted.find(sha256Hex(blobs[5]!))).toBeUndefined();
  for (const [name, data] of store.objects)
    store.objects.set(name, { blobs: repack((text) => text.replaceAll('one', 'two'))(Buffer.from(data.blobs!)) });
  expect(await make().find(sha256Hex(blobs[200]!))).toBeUndefined();
});

test('an API server that goes away while the state is read spoils nothing: it is read again', async () => {
  await client.exchange();
  await client.save();
  const { read } = client.store;
  client.store.read = async (kind, name) =>
    name.startsWith('agent-state-manifest') ? Promise.reject(new Error('away')) : read(kind, name);
  const { load, refusals } = reload();
  await expect(load()).rejects.toThrow('away');
  client.store.read = read;
  expect((await load())?.accepted?.verified.manifest.version).toBe(1);
  expect(refusals.size()).toBe(0);
});
