import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostileProxy, startHostileProxy } from './hostile-proxy.ts';
import { redis, startWorld, type World } from './world.ts';

let world: World;
let line: HostileProxy;

beforeAll(async () => {
  world = await startWorld({
    agentUrl: async (stack) => {
      line = await startHostileProxy(stack.url);
      return line.url;
    },
  });
  await world.api.call('PUT', world.at('/batteries/redis'), { config: {} });
  await world.api.call('POST', world.at('/redis-instances'), redis);
  await world.api.call('POST', world.at('/postgres-clusters'), {
    name: 'orders',
    storageBytes: 1 << 29,
    cpuRequestedMillis: 500,
    cpuLimitMillis: 500,
    memoryRequestedBytes: 1 << 29,
    memoryLimitBytes: 1 << 29,
    database: { name: 'orders', owner: 'app' },
    users: [{ username: 'app', credentialNamespaces: ['battery-ai'] }],
  });
  await world.settled();
});
afterAll(async () => {
  await world?.stop();
  await line?.stop();
});

/** Every value of every Secret that the agent made, plain and in base64; user names and host names are no secrets. */
async function secretValues(): Promise<string[]> {
  const list = (await world.cluster.api.get('/api/v1/secrets')) as {
    items: { metadata: { name: string; namespace: string }; data?: Record<string, string> }[];
  };
  const isOpen = (key: string) => ['username', 'hostname', 'host', 'port', 'root-sha256', 'database'].includes(key);
  const values = list.items.flatMap(({ data = {} }) =>
    Object.entries(data)
      .filter(([key, value]) => !isOpen(key) && value.length >= 16)
      .flatMap(([, value]) => [Buffer.from(value, 'base64').toString(), value]),
  );
  return [...new Set(values)];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : [],
  );
}

test('no value of any Secret of the cluster is in Postgres, in an API answer, in a log or in a report', async () => {
  // Somebody's own edit of a Secret is drift, and drift is reported: the planted value must not travel with it.
  const planted = 'planted-pa55word-planted';
  await world.cluster.api.send(
    'PATCH',
    '/api/v1/namespaces/battery-data/secrets/redis-cache',
    { stringData: { password: planted } },
    'application/merge-patch+json',
  );
  await world.api.call('POST', world.at('/redis-instances'), { ...redis, name: 'second' });
  await world.settled();
  const values = [...(await secretValues()), planted];
  expect(values.length).toBeGreaterThan(10);

  const places = new Map<string, string>();
  for (const { tablename } of await world.rows<{ tablename: string }>("select tablename from pg_tables where schemaname = 'public'"))
    places.set(
      `table ${tablename}`,
      (await world.rows<{ text: string }>(`select coalesce(string_agg(t::text, E'\\n'), '') as text from "${tablename}" t`))[0]!.text,
    );
  const blobs = await world.rows<{ body: Buffer; encoding: string }>('select body, encoding from blobs');
  const { gunzipSync } = await import('node:zlib');
  places.set('blobs, unpacked', blobs.map(({ body, encoding }) => (encoding === 'gzip' ? gunzipSync(body) : body).toString()).join('\n'));
  for (const path of [
    '',
    '/batteries',
    '/redis-instances',
    '/postgres-clusters',
    '/snapshots',
    '/resources?limit=200',
    '/facts',
    '/agents',
  ])
    places.set(`GET …${path}`, JSON.stringify(await world.api.call('GET', world.at(path))));
  places.set('GET /v1/audit-events', JSON.stringify(await world.api.call('GET', '/v1/audit-events?limit=200')));
  places.set(
    'the agent’s requests',
    line.seen
      .filter((exchange) => exchange.path !== '/v1/agent/enrol')
      .map((exchange) => exchange.requestBody + exchange.body)
      .join('\n'),
  );
  for (const path of filesBelow(world.dir))
    if (path.endsWith('.log') && !path.includes('kubernetes') && statSync(path).size < 64 << 20)
      places.set(path.slice(world.dir.length), readFileSync(path, 'utf8'));
  expect([...places.values()].every((text) => text.length > 0) || places.size).toBeTruthy();

  const leaks = [...places].flatMap(([place, text]) =>
    values.filter((value) => text.includes(value)).map((value) => `${place} holds a value of ${value.length} characters`),
  );
  expect(leaks).toEqual([]);
});

test('the search would find a leak: what is not secret is found where it belongs', async () => {
  const [row] = await world.rows<{ text: string }>("select string_agg(spec::text, E'\\n') as text from redis_instances");
  expect(row!.text).toContain('second');
});
