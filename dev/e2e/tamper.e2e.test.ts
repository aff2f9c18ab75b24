import { fieldManager } from '@home-base/schema/kube/labels.ts';
import { manifestTarget } from '@home-base/schema/trust/paths.ts';
import { createTrust, rotateRoot } from '@home-base/workers/trust/ceremony.ts';
import { signTimestamp } from '@home-base/workers/trust/sign.ts';
import { storeRoot } from '@home-base/workers/trust/store-root.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pollUntil } from '../process/poll.ts';
import { type HostileProxy, startHostileProxy, type Tamper } from './hostile-proxy.ts';
import { createInstallation, redis, startWorld, type World } from './world.ts';

type Bundle = {
  roots: string[];
  timestamp: string;
  snapshot?: string;
  targets?: string;
  manifest?: string;
  pages: Record<string, string>;
  blobs: Record<string, string>;
};

let world: World;
let proxy: HostileProxy;
let enrolment: HostileProxy['seen'][number];
let redisId: string;
let memory = redis.memoryLimitBytes;
/** A neighbour's repository on the same Home Base, newer than ours. */
let neighbour: { timestamp: string; snapshot: string; targets: string; manifest: string };

beforeAll(async () => {
  world = await startWorld({
    agentUrl: async (stack) => {
      proxy = await startHostileProxy(stack.url);
      return proxy.url;
    },
  });
  await world.api.call('PUT', world.at('/batteries/redis'), { config: {} });
  redisId = (await world.api.call<{ id: string }>('POST', world.at('/redis-instances'), redis)).id;
  await world.settled();
  neighbour = await readNeighbour();
  const seen = proxy.seen.find((exchange) => exchange.path === '/v1/agent/enrol' && exchange.status === 200);
  if (!seen) throw new Error('the agent enrolled past the proxy');
  enrolment = seen;
});
afterAll(async () => {
  await world?.stop();
  await proxy?.stop();
});

/** Answers to the bundle request, changed. */
const inBundle =
  (change: (bundle: Bundle) => Bundle | Promise<Bundle>): Tamper =>
  async (exchange) => {
    if (exchange.path !== '/v1/agent/bundle' || exchange.status !== 200) return exchange;
    return { ...exchange, body: JSON.stringify(await change(JSON.parse(exchange.body))) };
  };

/** One bit of one character in the middle of a JSON text: a digit or letter becomes its neighbour. */
function flip(text: string): string {
  const middle = Math.floor(text.length / 2);
  const at = [...text].findIndex((char, index) => index >= middle && /[0-9a-e]/.test(char));
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

const flipFirst = (files: Record<string, string>) => {
  const [name] = Object.keys(files);
  return name === undefined ? files : { ...files, [name]: flip(files[name]!) };
};

const flipOptional = (text: string | undefined) => (text === undefined ? undefined : flip(text));

type Live = { metadata: { uid: string; managedFields?: { manager?: string; time?: string; fieldsV1?: object }[] } };
const itemsOf = (list: Record<string, unknown> | undefined) => (list?.items ?? []) as Live[];

/**
 * What the agent wrote, when and which fields, of what a forged state would change and of everything of ours that is idle. Others go on writing:
 * controllers a status, an autoscaler a number of replicas.
 */
async function clusterState(): Promise<string> {
  const lists = [
    '/apis/apps/v1/deployments',
    '/apis/redis.redis.opstreelabs.in/v1beta2/redis',
    '/api/v1/configmaps',
    '/api/v1/services',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ];
  const found = await Promise.all(lists.map((path) => world.cluster.api.get(`${path}?labelSelector=battery%2Fmanaged%3Dtrue`)));
  const state = found
    .flatMap(itemsOf)
    .map(({ metadata: { uid, managedFields = [] } }) => ({ uid, ours: managedFields.filter(({ manager }) => manager === fieldManager) }));
  expect(state.filter(({ ours }) => ours.length > 0).length).toBeGreaterThan(10);
  return JSON.stringify(state);
}

const liveMemory = async () => {
  const live = (await world.cluster.api.get('/apis/redis.redis.opstreelabs.in/v1beta2/namespaces/battery-data/redis/redis-cache')) as {
    spec: { kubernetesConfig: { resources: { limits: { memory: string } } } };
  };
  return live.spec.kubernetesConfig.resources.limits.memory;
};

const refusalCount = async () =>
  Number(
    (await world.rows<{ count: string }>("select coalesce(sum(count), 0) as count from agent_events where type = 'refusal'"))[0]!.count,
  );
const lastRefusal = async () =>
  (
    await world.rows<{ code: string; detail: string }>(
      "select code, detail from agent_events where type = 'refusal' order by id desc limit 1",
    )
  )[0];

/** An edit is made while the line is hostile: nothing happens in the cluster. The line is clean again: the edit arrives, and with it the reason. */
async function expectRefused(tamper: Tamper, reason: RegExp): Promise<void> {
  const before = await clusterState();
  const memoryBefore = await liveMemory();
  const refusalsBefore = await refusalCount();
  proxy.tamper(tamper);
  memory += 1 << 20;
  const { name: _, ...rest } = redis;
  await world.api.call('PATCH', world.at(`/redis-instances/${redisId}`), { ...rest, memoryLimitBytes: memory });
  await pollUntil('the forged answer being served twice', () => (proxy.tampered() >= 2 ? true : undefined), { timeoutMs: 60_000 });
  expect(await liveMemory()).toBe(memoryBefore);
  expect(await clusterState()).toBe(before);

  proxy.tamper(undefined);
  await pollUntil('the edit reaching the cluster', async () => ((await liveMemory()) === memoryBefore ? undefined : true), {
    timeoutMs: 60_000,
  });
  await world.settled();
  await pollUntil('the reason in a report', async () => ((await refusalCount()) > refusalsBefore ? true : undefined), {
    timeoutMs: 30_000,
  });
  const refusal = await lastRefusal();
  expect(`${refusal?.code}: ${refusal?.detail}`).toMatch(reason);
}

describe('with a thief on the line, the agent refuses', () => {
  test.each<[string, (bundle: Bundle) => Bundle, RegExp]>([
    ['a flipped byte in the timestamp', (bundle) => ({ ...bundle, timestamp: flip(bundle.timestamp) }), /timestamp/],
    ['a flipped byte in the snapshot', (bundle) => ({ ...bundle, snapshot: flipOptional(bundle.snapshot) }), /snapshot/],
    ['a flipped byte in the targets', (bundle) => ({ ...bundle, targets: flipOptional(bundle.targets) }), /targets/],
    ['a flipped byte in the manifest', (bundle) => ({ ...bundle, manifest: flipOptional(bundle.manifest) }), /manifest/],
    ['a flipped byte in a page', (bundle) => ({ ...bundle, pages: flipFirst(bundle.pages) }), /page/],
    [
      'a timestamp without the installation it is for',
      (bundle) => ({ ...bundle, timestamp: bundle.timestamp.replace(/"x-installation":"[^"]*",?/, '') }),
      /timestamp|installation/,
    ],
    ['a neighbour’s valid, newer timestamp', (bundle) => ({ ...bundle, timestamp: neighbour.timestamp }), /installation/],
    ['a neighbour’s whole repository', (bundle) => ({ ...bundle, ...neighbour }), /installation/],
  ])('%s', async (_, change, reason) => {
    await expectRefused(inBundle(change), reason);
  });

  test('a flipped byte in a blob', async () => {
    const tamper: Tamper = (exchange) => {
      if (!['/v1/agent/bundle', '/v1/agent/blobs'].includes(exchange.path) || exchange.status !== 200) return exchange;
      const answer = JSON.parse(exchange.body) as { blobs: Record<string, string> };
      return { ...exchange, body: JSON.stringify({ ...answer, blobs: flipFirst(answer.blobs) }) };
    };
    await expectRefused(tamper, /blob/);
  });

  test('an older state that was valid once', async () => {
    const old = proxy.seen.findLast(
      (exchange) =>
        exchange.path === '/v1/agent/bundle' && exchange.status === 200 && (JSON.parse(exchange.body) as Bundle).manifest !== undefined,
    );
    expect(old).toBeDefined();
    await expectRefused(
      (exchange) => (exchange.path === '/v1/agent/bundle' ? { ...exchange, body: old!.body } : exchange),
      /version|older|timestamp/,
    );
  });

  test('a timestamp that has expired, though signed with the true key', async () => {
    const then = new Date(Date.now() - 7_200_000);
    await expectRefused(
      inBundle(async (bundle) => ({ ...bundle, timestamp: await forge(world.stack.trust.onlineKeys, then, bundle) })),
      /expired/,
    );
  });

  test('metadata signed with a key that the root does not name', async () => {
    const foreign = await createTrust({ now: new Date() });
    await expectRefused(
      inBundle(async (bundle) => ({ ...bundle, timestamp: await forge(foreign.onlineKeys, new Date(), bundle) })),
      /sign/i,
    );
  });

  test('an answer that is cut off', async () => {
    await expectRefused((exchange, response) => {
      if (exchange.path !== '/v1/agent/bundle') return exchange;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(exchange.body) });
      response.write(exchange.body.slice(0, exchange.body.length / 2), () => response.destroy());
      return undefined;
    }, /cut|ended|trunc|incomplete|broke|aborted/);
  });

  test('an answer that never ends', async () => {
    await expectRefused((exchange, response) => {
      if (exchange.path !== '/v1/agent/bundle') return exchange;
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1 << 20, 0x20);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
      return undefined;
    }, /large|bytes|limit|cap|long/);
  });

  test('a flipped byte in a new root, and takes the true one afterwards', async () => {
    const next = await rotateRoot(world.stack.trust, { now: new Date() });
    const client = new pg.Client({ connectionString: world.stack.ownerUrl });
    await client.connect();
    await storeRoot(client, next);
    await client.end();
    await expectRefused(
      inBundle((bundle) => ({ ...bundle, roots: bundle.roots.map(flip) })),
      /root/,
    );
  });
});

describe('Home Base refuses', () => {
  test('an enrolment token that was used before', async () => {
    const again = await fetch(`${world.stack.url}/v1/agent/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: enrolment.requestBody,
    });
    expect(again.status).toBe(410);
    expect(await again.json()).toMatchObject({ detail: expect.stringMatching(/token/i) });
  });

  test('a report that was sent before', async () => {
    const report = proxy.seen.findLast((exchange) => exchange.path === '/v1/agent/reports' && exchange.status === 200);
    expect(report).toBeDefined();
    const again = await fetch(`${world.stack.url}/v1/agent/reports`, {
      method: 'POST',
      headers: report!.requestHeaders,
      body: report!.requestBody,
    });
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({ detail: expect.stringMatching(/before|replay|nonce|used/i) });
  });
});

/** The bundle's snapshot, vouched for by `keys` at another time, with a version above every earlier one. */
async function forge(keys: World['stack']['trust']['onlineKeys'], now: Date, bundle: Bundle): Promise<string> {
  if (bundle.snapshot === undefined) return bundle.timestamp;
  const { version } = (JSON.parse(bundle.snapshot) as { signed: { version: number } }).signed;
  return signTimestamp(
    { keys, installationId: world.installationId, version: Date.now() + 5_000, now },
    { version, text: bundle.snapshot },
  );
}

async function readNeighbour(): Promise<typeof neighbour> {
  const other = await createInstallation(world.stack.url, 'neighbour@example.com');
  const file = async (path: string) => {
    const response = await fetch(`${world.stack.url}/v1/installations/${other.installationId}/tuf/${path}`, {
      headers: { authorization: `Bearer ${other.apiKey}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  await pollUntil(
    'the neighbour being published',
    async () =>
      (await other.api.call<{ publishedVersion: number }>('GET', `/v1/installations/${other.installationId}`)).publishedVersion > 0
        ? true
        : undefined,
    { timeoutMs: 30_000 },
  );
  const timestamp = await file('timestamp.json');
  const version = (JSON.parse(timestamp) as { signed: { meta: { 'snapshot.json': { version: number } } } }).signed.meta['snapshot.json']
    .version;
  const snapshot = await file(`${version}.snapshot.json`);
  const targets = await file(`${version}.targets.json`);
  const { sha256 } = (JSON.parse(targets) as { signed: { targets: Record<string, { hashes: { sha256: string } }> } }).signed.targets[
    manifestTarget
  ]!.hashes;
  return { timestamp, snapshot, targets, manifest: await file(`targets/${sha256}.${manifestTarget}`) };
}
