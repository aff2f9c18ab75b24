import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pollUntil } from '../process/poll.ts';
import { redis, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.settled();
});
afterAll(() => world?.stop());

type Row = { key: string; owner: string | null; battery: string | null; state: string };
type Held = { key: string; holdsData: boolean; approvedAt: string | null; battery: string | null };
const rows = () => world.rows<Row>('select key, owner, battery, state from resource_statuses order by key');
const held = async () => (await world.api.call<{ items: Held[] }>('GET', world.at('/held-removals?limit=200'))).items;
const managed = async (path: string) =>
  z
    .object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) })
    .parse(await world.cluster.api.get(`${path}?labelSelector=battery%2Fmanaged`))
    .items.map((item) => item.metadata.name);
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

test('every row keeps its owner and battery when the agent begins again', async () => {
  await world.api.call('PUT', world.at('/batteries/redis'), { config: {} });
  await world.settled();
  const before = await rows();
  expect(before.filter(({ owner, battery }) => !owner || !battery)).toEqual([]);
  await world.startAgent();
  await world.settled();
  expect(await rows()).toEqual(before);
});

test('definitions of a disabled battery wait for a person, also across a restart, and go once approved', async () => {
  await world.api.call('DELETE', world.at('/batteries/redis'));
  const waiting = await pollUntil(
    'the definitions of Redis being held',
    async () => {
      const found = await held();
      return found.some(({ key }) => key.includes('redis.redis.opstreelabs.in')) ? found : undefined;
    },
    { timeoutMs: 60_000 },
  );
  await world.settled();
  await world.startAgent();
  await world.settled();
  expect((await held()).map(({ key }) => key)).toEqual(expect.arrayContaining(waiting.map(({ key }) => key)));
  const keys = (await held()).filter(({ battery }) => battery === 'redis').map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(0);
  expect((await managed(definitions)).some((name) => name.includes('opstreelabs'))).toBe(true);
  await world.api.call('POST', world.at('/held-removals/approve'), { keys, confirm: 'test' });
  await pollUntil('nothing being held', async () => ((await held()).length === 0 ? true : undefined), { timeoutMs: 60_000 });
  const left = async () => (await managed(definitions)).filter((name) => name.includes('opstreelabs'));
  await pollUntil('the definitions of Redis being gone', async () => ((await left()).length === 0 ? true : undefined), {
    timeoutMs: 60_000,
  });
  await world.settled();
});

test('a deleted installation leaves nothing in the cluster and then goes, though its agent is killed on the way', async () => {
  await world.api.call('PUT', world.at('/batteries/redis'), { config: {} });
  await world.api.call('POST', world.at('/redis-instances'), redis);
  await world.settled();
  await world.api.call('DELETE', world.at('?confirm=test'));
  await pollUntil('the removal having begun', async () => ((await rows()).some(({ state }) => state === 'removing') ? true : undefined), {
    timeoutMs: 30_000,
    everyMs: 20,
  });
  await world.agent().child.kill();
  expect(await world.rows('select id from installations')).toHaveLength(1);
  await world.startAgent();
  await pollUntil(
    'the installation being gone',
    async () => ((await world.rows('select id from installations')).length === 0 ? true : undefined),
    {
      timeoutMs: 90_000,
    },
  );
  expect(await managed(definitions)).toEqual([]);
  expect(await managed('/api/v1/namespaces')).toEqual([]);
  expect(await managed('/apis/apps/v1/deployments')).toEqual([]);
  for (const table of ['resource_statuses', 'snapshots', 'agents', 'tuf_files', 'confirmed_removals'])
    expect(await world.rows(`select 1 from ${table}`), table).toEqual([]);
});
