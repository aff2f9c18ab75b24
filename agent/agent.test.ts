import type { Facts, ResourceReport } from '@home-base/schema/wire/agent.ts';
import { pageOf } from '@home-base/schema/wire/manifest.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningAgent, startAgent } from './agent.ts';
import type { DesiredState, Engine, RoundResult } from './contract.ts';
import { createMemoryStore } from './edge/store.ts';
import { configFor, configMap, startRepository, tempDir } from './edge/testing/client.ts';
import { startHomeBase } from './edge/testing/home-base.ts';
import { createLog } from './log.ts';

/** Stands where the engine stands: remembers what it was told to make so, and reads every blob as an apply would. */
function recordingEngine() {
  const rounds: { desired: DesiredState; at: number; values: string[]; failures: string[] }[] = [];
  const status = new Map<string, ResourceReport>();
  let changed: ResourceReport[] = [];
  let listener = () => {};
  const facts: Facts = { kubernetesVersion: 'v1.36.3', nodes: [], storageClasses: [], loadBalancers: {}, podCount: 0 };
  const touch = (report: ResourceReport) => {
    status.set(report.key, report);
    changed.push(report);
    listener();
  };
  const parts = {
    converge: async (desired: DesiredState): Promise<RoundResult> => {
      const startedAt = new Date();
      const round = { desired, at: performance.now(), values: [] as string[], failures: [] as string[] };
      rounds.push(round);
      for (const [key, [, sha256]] of desired.entries) {
        try {
          const resource = await desired.blob(sha256);
          round.values.push(JSON.stringify(resource.data));
          if (status.get(key)?.sha256 !== sha256) touch({ key, sha256, state: 'applied', health: 'healthy' });
        } catch (error) {
          round.failures.push(String(error));
        }
      }
      if (round.failures.length > 0) setTimeout(() => void parts.converge(desired), 300);
      return {
        version: desired.manifest.version,
        requests: 1,
        applied: round.values.length,
        unchanged: 0,
        failed: round.failures.length,
        waiting: 0,
        removed: 0,
        startedAt,
        finishedAt: new Date(),
      };
    },
    status: () => status,
    takeChanges: () => {
      const taken: { changed: ResourceReport[]; gone: string[] } = { changed, gone: [] };
      changed = [];
      return taken;
    },
    putBack: (changes: { changed: ResourceReport[]; gone: string[] }) => {
      changed = [...changes.changed, ...changed];
    },
    heldRemovals: () => [],
    facts: async () => facts,
    pods: () => ({ revision: 0, rows: () => [] }),
    onChange: (next: () => void) => {
      listener = next;
    },
    lastRound: () => undefined,
    stop: async () => {},
  };
  const engine: Engine = parts;
  return { engine, rounds, touch };
}

let home: Awaited<ReturnType<typeof startRepository>>;
let temp: ReturnType<typeof tempDir>;
let store: ReturnType<typeof createMemoryStore>;
let running: RunningAgent[] = [];
let lines: string[];

beforeEach(async () => {
  temp = tempDir();
  home = await startRepository();
  store = createMemoryStore();
  lines = [];
});
afterEach(async () => {
  for (const agent of running) await agent.stop();
  running = [];
  await home.homeBase.close();
  temp.remove();
});

async function start(env: Record<string, string> = {}) {
  const recorded = recordingEngine();
  const config = configFor(home.homeBase, temp.dir, { HOME_BASE_POLL_SECONDS: '3600', ...env });
  const log = createLog({ level: 'debug', secrets: [home.homeBase.token], write: (line) => lines.push(line) });
  const agent = await startAgent(config, {
    kube: unusedKube,
    store,
    engine: recorded.engine,
    log,
    cluster: { clusterUid: 'uid-1', kubernetesVersion: 'v1.36.3' },
    connectBackoff: { baseMs: 20, maxMs: 100 },
  });
  running.push(agent);
  return { agent, ...recorded };
}

/** With a store and an engine of its own the agent asks the API server nothing but its statistics. */
const refuse = async (): Promise<never> => {
  throw new Error('no request to the API server is expected here');
};
const unusedKube = {
  apply: refuse,
  get: refuse,
  list: refuse,
  count: refuse,
  delete: refuse,
  jsonPatch: refuse,
  resolve: refuse,
  version: refuse,
  watch: () => ({ stop: () => {} }),
  stats: () => ({ requests: 0, retries: 0, throttled: 0, limit: 0, inFlight: 0 }),
  close: () => {},
};

const versions = (rounds: { desired: DesiredState }[]) => rounds.map((round) => round.desired.manifest.version);

test('enrols, follows the published state and reports it', async () => {
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(() => rounds.at(-1)?.values).toEqual(['{"value":"one"}']);
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase).toBe('applied');
  const resources = home.homeBase.reports.flatMap((report) => report.resources);
  expect(resources).toMatchObject([{ key: 'core/ConfigMap/battery-core/first', state: 'applied', health: 'healthy' }]);
  expect(home.homeBase.reports[0]).toMatchObject({ full: true, counter: 1, facts: { kubernetesVersion: 'v1.36.3' } });
  expect(home.homeBase.reports.map((report) => report.counter)).toEqual(home.homeBase.reports.map((_, index) => index + 1));
});

test('a nudge brings an edit to the engine at once, many nudges bring few requests', async () => {
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(home.homeBase.sockets).toBe(1);
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase).toBe('applied');
  const waits: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    home.repository.publish([configMap('first', `edit ${index}`)]);
    const from = performance.now();
    home.homeBase.nudge();
    await expect.poll(() => rounds.at(-1)?.values, { interval: 2 }).toEqual([`{"value":"edit ${index}"}`]);
    waits.push(performance.now() - from);
  }
  expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(1000);
  const before = home.homeBase.requests.filter((request) => request.endsWith('/bundle')).length;
  for (let index = 0; index < 50; index += 1) home.homeBase.nudge();
  home.repository.publish([configMap('first', 'last')]);
  home.homeBase.nudge();
  await expect.poll(() => rounds.at(-1)?.values).toEqual(['{"value":"last"}']);
  expect(home.homeBase.requests.filter((request) => request.endsWith('/bundle')).length - before).toBeLessThan(10);
});

test('without a connection a poll finds what a lost nudge would have told', async () => {
  home.homeBase.refuseSockets = true;
  const { agent, rounds } = await start({ HOME_BASE_POLL_SECONDS: '1' });
  await agent.ready;
  home.repository.publish([configMap('first', 'polled')]);
  await expect.poll(() => rounds.at(-1)?.values, { timeout: 4000 }).toEqual(['{"value":"polled"}']);
});

test('while nothing changes, a poll is one request without a body, and the API server is not asked for anything', async () => {
  const { agent, rounds } = await start({ HOME_BASE_POLL_SECONDS: '1' });
  await agent.ready;
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase).toBe('applied');
  await expect.poll(() => store.objects.has('ConfigMap/agent-state-trust')).toBe(true);
  const count = (end: string) => home.homeBase.requests.filter((request) => request.endsWith(end)).length;
  await expect.poll(() => count('timestamp.json'), { timeout: 5000 }).toBeGreaterThan(0);
  const before = { bundles: count('/bundle'), reports: count('/reports'), peeks: count('timestamp.json') };
  const writes = [...store.objects.keys()].length;
  home.repository.stamp();
  await expect.poll(() => count('timestamp.json') - before.peeks, { timeout: 5000 }).toBeGreaterThan(1);
  expect({ bundles: count('/bundle'), reports: count('/reports') }).toEqual({ bundles: before.bundles, reports: before.reports });
  expect([...store.objects.keys()].length - writes).toBeLessThan(2);
  expect(rounds.length).toBe(1);
});

test('a lost connection comes back by itself and asks at once', async () => {
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(home.homeBase.sockets).toBe(1);
  home.homeBase.dropSockets();
  home.repository.publish([configMap('first', 'meanwhile')]);
  await expect.poll(() => rounds.at(-1)?.values).toEqual(['{"value":"meanwhile"}']);
  expect(home.homeBase.sockets()).toBe(1);
});

test('refusals are reported once the line is clean, with their number, and the state stayed', async () => {
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(home.homeBase.sockets).toBe(1);
  home.repository.publish([configMap('first', 'two')]);
  home.homeBase.tamperBundle = (bundle) => ({ ...bundle, timestamp: bundle.timestamp.replace('"sig":"', '"sig":"00') });
  home.homeBase.nudge();
  await expect
    .poll(() => home.homeBase.reports.flatMap((report) => report.refusals))
    .toContainEqual(expect.objectContaining({ code: 'timestamp_signature', count: 1 }));
  expect(versions(rounds)).not.toContain(2);
  home.homeBase.tamperBundle = undefined;
  home.homeBase.nudge();
  await expect.poll(() => versions(rounds)).toContain(2);
});

test('a spoiled blob reaches neither the engine nor the cache, and is fetched again', async () => {
  home.homeBase.tamperBlobs = (blobs) =>
    Object.fromEntries(Object.entries(blobs).map(([sha256, text]) => [sha256, text.replace('"one"', '"eno"')]));
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(() => rounds.at(-1)?.failures.length).toBe(1);
  expect(rounds.at(-1)?.failures[0]).toContain('sha256 differs');
  await expect.poll(() => home.homeBase.reports.flatMap((report) => report.refusals.map((refusal) => refusal.code))).toContain('blob_hash');
  home.homeBase.tamperBlobs = undefined;
  await expect.poll(() => rounds.at(-1)?.values, { timeout: 8000 }).toEqual(['{"value":"one"}']);
});

test('a blob that is another object than the key it is listed under never reaches the engine', async () => {
  home.repository.publish([configMap('first')], {
    pages: (pages) => {
      const [entry] = pages.flat();
      const key = 'core/ConfigMap/battery-data/innocent';
      return pages.map((_, index) => (entry && index === pageOf(key) ? [[key, entry[1], entry[2], entry[3], entry[4]]] : []));
    },
  });
  const { agent, rounds } = await start();
  await agent.ready;
  await expect.poll(() => rounds.at(-1)?.failures.length).toBe(1);
  expect(rounds.at(-1)?.values).toEqual([]);
  await expect.poll(() => home.homeBase.reports.flatMap((report) => report.refusals.map((refusal) => refusal.code))).toContain('blob_key');
});

test('restarted while Home Base is away, it heals from what the cluster keeps', async () => {
  const first = await start();
  await first.agent.ready;
  await expect.poll(() => first.rounds.at(-1)?.values.length).toBe(1);
  await first.agent.stop();
  running = [];
  await home.homeBase.close();
  const second = await start();
  await second.agent.ready;
  await expect.poll(() => second.rounds.at(-1)?.values).toEqual(['{"value":"one"}']);
  expect(home.homeBase.requests.filter((request) => request.endsWith('/enrol')).length).toBe(1);
});

test('after a restart it goes on counting, with a full report, without a new enrolment', async () => {
  const first = await start();
  await first.agent.ready;
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase).toBe('applied');
  await first.agent.stop();
  running = [];
  const before = home.homeBase.reports.length;
  const second = await start();
  await second.agent.ready;
  await expect.poll(() => home.homeBase.reports.length).toBeGreaterThan(before);
  expect(home.homeBase.reports[before]).toMatchObject({ full: true });
  expect(home.homeBase.reports[before]?.counter).toBeGreaterThan(home.homeBase.reports[before - 1]!.counter);
});

test('changes while Home Base is away are reported when it is back, once, as they are then', async () => {
  const { agent, touch } = await start();
  await agent.ready;
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase).toBe('applied');
  home.homeBase.intercept = (_, res) => Boolean(res.writeHead(503, { 'retry-after': '0' }).end());
  const key = 'core/ConfigMap/battery-core/first';
  touch({ key, state: 'applied', health: 'degraded' });
  await expect.poll(() => lines.some((line) => line.includes('a report was not accepted'))).toBe(true);
  touch({ key, state: 'applied', health: 'healthy' });
  const before = home.homeBase.reports.length;
  home.homeBase.intercept = undefined;
  await expect.poll(() => home.homeBase.reports.length, { timeout: 5000 }).toBeGreaterThan(before);
  const told = home.homeBase.reports.slice(before).flatMap((report) => report.resources);
  expect(told.map((resource) => resource.health)).toEqual(['healthy']);
});

test('a second cluster with the same, used token is refused with the way out', async () => {
  const first = await start();
  await first.agent.ready;
  store = createMemoryStore();
  const second = await start();
  await expect(second.agent.ready).rejects.toThrow('make a new one-liner');
});

test('a place that does not serve the pinned root never gets the token', async () => {
  const stranger = await startRepository();
  const evil = await startHomeBase({ repository: stranger.repository, authority: stranger.authority });
  const { agent } = await start({ HOME_BASE_URL: evil.url.href });
  await expect.poll(() => evil.requests.length).toBeGreaterThan(0);
  await agent.stop();
  running = [];
  expect(evil.requests.every((request) => request.startsWith('GET /v1/agent/root/'))).toBe(true);
  await evil.close();
  await stranger.homeBase.close();
});

test('no line of the log holds the token or a private key', async () => {
  const { agent } = await start();
  await agent.ready;
  await expect.poll(() => home.homeBase.reports.length).toBeGreaterThan(0);
  await agent.stop();
  running = [];
  const keys = store.objects.get('Secret/agent-state-keys')!;
  const text = lines.join('');
  for (const secret of [home.homeBase.token, Buffer.from(keys.signing!).toString('base64'), Buffer.from(keys.sealing!).toString('base64')])
    expect(text).not.toContain(secret);
  expect(JSON.stringify(home.homeBase.reports)).not.toContain(home.homeBase.token);
});

test('/readyz turns from 503 to 200 when a verified state is followed, and /metrics speaks Prometheus', async () => {
  home.homeBase.intercept = (req, res) => req.url === '/v1/agent/bundle' && Boolean(res.writeHead(503).end());
  const { agent, rounds } = await start({ HOME_BASE_LISTEN: '127.0.0.1:0' });
  const get = async (path: string) => {
    const res = await fetch(`http://127.0.0.1:${agent.port()}${path}`);
    return { status: res.status, text: await res.text() };
  };
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  home.homeBase.intercept = undefined;
  await agent.ready;
  await expect.poll(() => rounds.length).toBeGreaterThan(0);
  expect((await get('/readyz')).status).toBe(200);
  const { text } = await get('/metrics');
  expect(text).toContain('home_base_agent_version 1\n');
  expect(text).toMatch(/^# TYPE home_base_agent_edge_requests_total counter$/m);
});

test('what is served wrongly at the first start is waited out', async () => {
  home.homeBase.intercept = (req, res) =>
    Boolean(req.url?.startsWith('/v1/agent/root/') && res.writeHead(302, { location: '/login' }).end());
  const { agent } = await start();
  await expect.poll(() => lines.some((line) => line.includes('redirect'))).toBe(true);
  home.homeBase.intercept = undefined;
  await agent.ready;
  await expect.poll(() => home.homeBase.reports.flatMap((report) => report.refusals.map((refusal) => refusal.code))).toContain('redirect');
});
