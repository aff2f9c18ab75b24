import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pollUntil } from '../process/poll.ts';
import { redis, startWorld, type World } from './world.ts';

let world: World;
let redisId: string;
let memory = redis.memoryLimitBytes;

beforeAll(async () => {
  world = await startWorld();
  await world.api.call('PUT', world.at('/batteries/redis'), { config: {} });
  redisId = (await world.api.call<{ id: string }>('POST', world.at('/redis-instances'), redis)).id;
  await world.settled();
});
afterAll(() => world?.stop());

const liveMemory = async () => {
  const live = (await world.cluster.api.get('/apis/redis.redis.opstreelabs.in/v1beta2/namespaces/battery-data/redis/redis-cache')) as
    | { spec: { kubernetesConfig: { resources: { limits: { memory: string } } } } }
    | undefined;
  return live?.spec.kubernetesConfig.resources.limits.memory;
};

/** An edit of the Redis memory; resolves when Home Base has written it down. */
async function edit(): Promise<void> {
  memory += 1 << 20;
  const { name: _, ...rest } = redis;
  await world.api.call('PATCH', world.at(`/redis-instances/${redisId}`), { ...rest, memoryLimitBytes: memory });
}

/** What is live is what was edited last, and history tells each version once. */
async function expectConverged(): Promise<void> {
  await world.settled();
  const found = await liveMemory();
  const { spec } = await world.api
    .call<{ spec?: unknown; memoryLimitBytes?: number }>('GET', world.at(`/redis-instances/${redisId}`))
    .then((body) => ({ spec: body.memoryLimitBytes }));
  expect(spec).toBe(memory);
  expect(toBytes(found)).toBe(memory);
  const versions = (await world.rows<{ version: number }>('select version from snapshots order by version')).map((row) => row.version);
  expect(versions).toEqual(Array.from({ length: versions.length }, (_, index) => index + 1));
}

function toBytes(quantity: string | undefined): number {
  const match = /^(\d+)(Ki|Mi|Gi)?$/.exec(quantity ?? '');
  const unit = { Ki: 1 << 10, Mi: 1 << 20, Gi: 1 << 30 }[match?.[2] ?? ''] ?? 1;
  return Number(match?.[1]) * unit;
}

describe('the next round converges, each version once and nothing lost, after', () => {
  test('the Worker goes between the write and the publish', async () => {
    await edit();
    await world.stack.worker.restart();
    await expectConverged();
  });

  test('the Worker goes in the middle of a publish', async () => {
    // The publish transaction waits for this lock, so that the Worker surely ends inside it.
    const blocker = await lockSnapshots();
    await edit();
    await pollUntil(
      'the publish waiting for the lock',
      async () =>
        (await world.rows("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%snapshots%'")).length > 0
          ? true
          : undefined,
      { timeoutMs: 30_000 },
    );
    await world.stack.worker.restart();
    await blocker.release();
    await expectConverged();
  });

  test('Postgres restarts while edits come in', async () => {
    await edit();
    await world.stack.postgres.restart();
    await pollUntil(
      'Home Base answering again',
      async () =>
        await world.api.call('GET', world.at()).then(
          () => true as const,
          () => undefined,
        ),
      { timeoutMs: 30_000 },
    );
    await edit();
    await expectConverged();
  });

  test('Postgres is killed in the middle of a publish', async () => {
    const blocker = await lockSnapshots();
    await edit();
    await world.stack.postgres.kill();
    await world.stack.postgres.restart();
    await blocker.release();
    await pollUntil(
      'Home Base answering again',
      async () =>
        await world.api.call('GET', world.at()).then(
          () => true as const,
          () => undefined,
        ),
      { timeoutMs: 30_000 },
    );
    await expectConverged();
  });

  test('the API server is killed while the agent applies', async () => {
    await edit();
    await world.cluster.killApiServer();
    await edit();
    await world.cluster.restartApiServer();
    await expectConverged();
  });

  // Every stage from namespaces to webhooks is crossed while a whole battery is enabled; the agent is killed as each stage's first object appears.
  test.each([
    ['definitions', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/certificates.cert-manager.io'],
    ['identities', '/api/v1/namespaces/battery-base/serviceaccounts/cert-manager'],
    ['services and workloads', '/apis/apps/v1/namespaces/battery-base/deployments/cert-manager'],
    ['custom resources', '/apis/cert-manager.io/v1/clusterissuers/battery-ca'],
    ['webhooks', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cert-manager-webhook'],
  ])('the agent is killed when %s begin to appear', async (_, path) => {
    await disableCertificates();
    await world.api.call('PUT', world.at('/batteries/battery_ca'), { config: {}, withNeeds: true });
    await pollUntil(`${path} appearing`, async () => ((await world.cluster.api.get(path)) ? true : undefined), {
      timeoutMs: 30_000,
      everyMs: 5,
    });
    await world.agent().child.kill();
    await world.startAgent();
    await expectConverged();
    expect(await world.cluster.api.get('/apis/cert-manager.io/v1/clusterissuers/battery-ca')).toBeDefined();
  });
});

/** Leaves the definitions (they may hold data) and takes the rest away. */
async function disableCertificates(): Promise<void> {
  const enabled = (await world.api.call<{ items: { type: string }[] }>('GET', world.at('/batteries'))).items.map((battery) => battery.type);
  for (const type of ['battery_ca', 'cert_manager'])
    if (enabled.includes(type)) await world.api.call('DELETE', world.at(`/batteries/${type}`));
  await pollUntil(
    'cert-manager being gone',
    async () => ((await world.cluster.api.get('/apis/apps/v1/namespaces/battery-base/deployments/cert-manager')) ? undefined : true),
    { timeoutMs: 60_000 },
  );
  await world.settled();
}

async function lockSnapshots(): Promise<{ release: () => Promise<void> }> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: world.stack.ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query('lock table snapshots in share mode');
  return { release: () => client.end().catch(() => undefined) };
}
