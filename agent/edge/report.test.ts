import type { Facts, Pod, Report, ResourceReport } from '@home-base/schema/wire/agent.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { openCounter } from './counter.ts';
import { createRefusals } from './refusal.ts';
import { type Reporter, startReporter } from './report.ts';
import { EdgeUnavailable, type Requester } from './request.ts';
import { createMemoryStore } from './store.ts';

const facts: Facts = { kubernetesVersion: 'v1.36.3', nodes: [], storageClasses: [], loadBalancers: {}, podCount: 1 };
const report = (index: number, health: ResourceReport['health'] = 'healthy'): ResourceReport => ({
  key: `core/ConfigMap/a/n${index}`,
  state: 'applied',
  health,
});
let reporter: Reporter | undefined;
afterEach(() => reporter?.stop(0));

async function start({
  count,
  answer = () => 'accepted',
}: {
  count: number;
  answer?: (body: Report, index: number) => 'accepted' | 'resync' | Error;
}) {
  const sent: Report[] = [];
  const status = new Map(Array.from({ length: count }, (_, index) => [report(index).key, report(index)]));
  let changed: ResourceReport[] = [...status.values()];
  let gone: string[] = [];
  let pods = { revision: 0, rows: (): Pod[] => [] };
  const requester: Requester = {
    send: async ({ body }) => {
      const parsed = JSON.parse(JSON.stringify(body));
      const verdict = answer(parsed, sent.length);
      sent.push(parsed);
      if (verdict instanceof Error) throw verdict;
      return {
        status: 200,
        bytes: Buffer.from(JSON.stringify({ accepted: true, resync: verdict === 'resync', serverTime: new Date().toISOString() })),
      };
    },
    stats: () => ({ requests: 0, bytesSent: 0, bytesReceived: 0 }),
    close: () => {},
  };
  reporter = startReporter({
    requester,
    signer: { keyId: 'k', sign: (bytes) => bytes },
    counter: await openCounter(createMemoryStore(), { isEnrolledBefore: false }),
    engine: {
      status: () => status,
      takeChanges: () => {
        const taken = { changed, gone };
        changed = [];
        gone = [];
        return taken;
      },
      putBack: (changes) => {
        changed = [...changes.changed, ...changed];
        gone = [...changes.gone, ...gone];
      },
      heldRemovals: () => [],
      facts: async () => facts,
      pods: () => pods,
    },
    refusals: createRefusals(),
    progress: () => ({ version: 1, phase: 'applied', applied: undefined }),
    agent: { version: 'test', startedAt: new Date() },
    log: () => {},
  });
  const touch = (resource: ResourceReport) => {
    status.set(resource.key, resource);
    changed.push(resource);
    reporter?.changed();
  };
  const setPods = (revision: number, rows: Pod[]) => {
    pods = { revision, rows: () => rows };
    reporter?.changed();
  };
  return { sent, touch, setPods };
}

test('more resources than one report holds arrive completely: a full one, then the rest', async () => {
  const { sent } = await start({ count: 7_300 });
  await expect.poll(() => sent.reduce((sum, body) => sum + body.resources.length, 0)).toBe(7_300);
  expect(sent.map((body) => [body.full, body.resources.length])).toEqual([
    [true, 5000],
    [false, 1000],
    [false, 1000],
    [false, 300],
  ]);
  expect(new Set(sent.flatMap((body) => body.resources.map((resource) => resource.key))).size).toBe(7_300);
});

test('afterwards only what changed is sent, and facts only when they differ', async () => {
  const { sent, touch } = await start({ count: 3 });
  await expect.poll(() => sent.length).toBe(1);
  touch(report(1, 'degraded'));
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[1]).toMatchObject({ full: false, resources: [report(1, 'degraded')] });
  expect(sent[0]?.facts).toEqual(facts);
  expect(sent[1]?.facts).toBeUndefined();
});

test('pods are sent whole, once a revision, and again after a report that did not arrive or when everything is asked for', async () => {
  const pod: Pod = { namespace: 'battery-data', name: 'pg-main-1', phase: 'Running', ready: true, restarts: 0 };
  const { sent, touch, setPods } = await start({
    count: 1,
    answer: (_, index) => (index === 1 ? new EdgeUnavailable('away') : index === 3 ? 'resync' : 'accepted'),
  });
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).not.toHaveProperty('pods');
  setPods(1, [pod]);
  await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(3);
  expect(sent.slice(1).map((body) => body.pods)).toEqual([[pod], [pod]]);
  touch(report(0, 'degraded'));
  await expect.poll(() => sent.length).toBe(5);
  expect(sent.slice(3).map((body) => body.pods)).toEqual([undefined, [pod]]);
});

test('Home Base may ask for everything', async () => {
  const { sent } = await start({ count: 3, answer: (_, index) => (index === 0 ? 'resync' : 'accepted') });
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[1]).toMatchObject({ full: true, counter: 2 });
  expect(sent[1]?.resources.length).toBe(3);
});

test('a number is never used twice once it may have been taken, and what was lost comes again whole', async () => {
  const { sent, touch } = await start({
    count: 3,
    answer: (_, index) => (index === 1 ? new EdgeUnavailable('the answer was lost') : 'accepted'),
  });
  await expect.poll(() => sent.length).toBe(1);
  touch(report(2, 'degraded'));
  await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(3);
  expect(sent.map((body) => body.counter)).toEqual([1, 2, 3]);
  expect(sent[2]).toMatchObject({ full: true });
  expect(sent[2]?.resources).toContainEqual(report(2, 'degraded'));
});

test('while no connection comes about, the same number waits', async () => {
  const refused = new EdgeUnavailable('away', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
  const { sent } = await start({ count: 1, answer: (_, index) => (index < 2 ? refused : 'accepted') });
  await expect.poll(() => sent.length, { timeout: 8_000 }).toBe(3);
  expect(sent.map((body) => body.counter)).toEqual([1, 1, 1]);
});

test('an agent that lost its counter goes on above anything it used', async () => {
  const counter = await openCounter(createMemoryStore(), { isEnrolledBefore: true });
  expect(await counter.next()).toBeGreaterThan(1_700_000_000);
});

test('numbers are stored before one of them is sent, a hundred at a time, and none is used again after a restart', async () => {
  const store = createMemoryStore();
  const write = vi.spyOn(store, 'write');
  const first = await openCounter(store, { isEnrolledBefore: false });
  for (let number = 1; number <= 100; number += 1) expect(await first.next()).toBe(number);
  expect(write).toHaveBeenCalledTimes(1);
  write.mockRejectedValueOnce(new Error('the API server is away'));
  await expect(first.next()).rejects.toThrow('away');
  expect(await first.next()).toBe(101);
  const restarted = await openCounter(store, { isEnrolledBefore: true });
  expect(await restarted.next()).toBe(201);
});

test('a leap is above anything a twin can have used, and stored too', async () => {
  const store = createMemoryStore();
  const counter = await openCounter(store, { isEnrolledBefore: false, now: () => 5_000_000 });
  expect(await counter.next()).toBe(1);
  counter.leap();
  expect(await counter.next()).toBe(5001);
  expect(await (await openCounter(store, { isEnrolledBefore: true })).next()).toBe(5101);
});
