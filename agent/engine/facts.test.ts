import { Facts } from '@home-base/schema/wire/agent.ts';
import { expect, test } from 'vitest';
import type { Answer, Live } from '../kube/answer.ts';
import { failure } from '../kube/answer.ts';
import type { KindRef, Kube } from '../kube/kube.ts';
import { createFacts } from './facts.ts';

type Listing = Live[] | 'unknown-kind' | 'network';

/** An API server that serves these kinds, and how often each was asked for. */
function fake(served: Record<string, Listing>) {
  const asked: string[] = [];
  const answerOf = (kind: KindRef, onPage: (items: Live[]) => void): Answer<{ resourceVersion: string; count: number }> => {
    asked.push(kind.kind);
    const listing = served[kind.kind] ?? 'unknown-kind';
    if (typeof listing === 'string') return failure(listing, 'no');
    onPage(listing);
    return { ok: true, value: { resourceVersion: '1', count: listing.length }, warnings: [] };
  };
  const kube: Pick<Kube, 'list' | 'count' | 'version'> = {
    list: async (kind, { onPage }) => answerOf(kind, onPage),
    count: async () => ({ ok: true, value: 3, warnings: [] }),
    version: async () => ({ ok: true, value: { gitVersion: 'v1.36.3', platform: 'linux/amd64' }, warnings: [] }),
  };
  return { kube, asked, served };
}

const object = (kind: string, name: string, rest: object): Live => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name, namespace: 'battery-data' },
  ...rest,
});
const issuer = (name: string, status: string) => object('ClusterIssuer', name, { status: { conditions: [{ type: 'Ready', status }] } });
const backup = (name: string, status: object) => object('Backup', name, { spec: { cluster: { name: 'pg-main' } }, status });
const none: ReadonlyMap<string, string[]> = new Map();

test('issuers count once they are ready, backups once they are finished, in an order of their own', async () => {
  const { kube } = fake({
    Node: [],
    StorageClass: [],
    ClusterIssuer: [issuer('self-signed', 'True'), issuer('lets-encrypt', 'True'), issuer('broken', 'False')],
    Backup: [
      backup('running', { phase: 'running' }),
      backup('old', { phase: 'completed', backupId: '20261101T000012', stoppedAt: '2026-11-01T00:01:00Z' }),
      backup('new', { phase: 'completed', stoppedAt: '2026-11-02T00:01:00Z' }),
      backup('broken', { phase: 'failed', stoppedAt: '2026-11-03T00:01:00Z' }),
    ],
  });
  expect(
    await createFacts(
      kube,
      () => none,
      () => 0,
    )(),
  ).toMatchObject({
    readyIssuers: ['lets-encrypt', 'self-signed'],
    backups: [
      { name: 'new', namespace: 'battery-data', cluster: 'pg-main' },
      { name: 'old', namespace: 'battery-data', cluster: 'pg-main', id: '20261101T000012' },
    ],
  });
});

test('of more backups than a report takes the newest are told', async () => {
  const many = Array.from({ length: 501 }, (_, index) =>
    backup(`b-${index}`, { phase: 'completed', stoppedAt: new Date(index * 1000).toISOString() }),
  );
  const { backups = [] } = await createFacts(
    fake({ Node: [], Backup: many }).kube,
    () => none,
    () => 0,
  )();
  expect([backups.length, backups[0]?.name, backups.at(-1)?.name]).toEqual([500, 'b-500', 'b-1']);
});

test('where the kinds are not served there are none; where they cannot be read just now, what was known stays', async () => {
  let clock = 0;
  const { kube, served, asked } = fake({ Node: [] });
  const facts = createFacts(
    kube,
    () => none,
    () => clock,
  );
  expect(await facts()).toMatchObject({ readyIssuers: [], backups: [] });
  Object.assign(served, { ClusterIssuer: [issuer('lets-encrypt', 'True')], Backup: [backup('b', { phase: 'completed' })] });
  const before = asked.length;
  await facts();
  expect(asked).toHaveLength(before);
  clock += 15_000;
  const known = { readyIssuers: ['lets-encrypt'], backups: [{ name: 'b' }] };
  expect(await facts()).toMatchObject(known);
  Object.assign(served, { ClusterIssuer: 'network', Backup: 'network' });
  clock += 15_000;
  expect(await facts()).toMatchObject(known);
  // After a restart of the API server its kinds are not known for a moment, and nothing else answers either.
  Object.assign(served, { Node: 'network', ClusterIssuer: 'unknown-kind', Backup: 'unknown-kind' });
  clock += 15_000;
  expect(await facts()).toMatchObject(known);
});

test('addresses are told once they are known, and nothing is told before the cluster was read', async () => {
  let addresses: ReadonlyMap<string, string[]> | undefined;
  let clock = 0;
  const { kube, served, asked } = fake({ Node: [], StorageClass: 'network' });
  const facts = createFacts(
    kube,
    () => addresses,
    () => clock,
  );
  await expect(facts()).rejects.toThrow("the cluster's facts cannot be read");
  const before = asked.length;
  Object.assign(served, { StorageClass: [] });
  // A report goes every third of a second: not each of them asks a cluster that cannot be read.
  await expect(facts()).rejects.toThrow("the cluster's facts cannot be read");
  expect(asked).toHaveLength(before);
  clock += 3_000;
  expect(await facts()).not.toHaveProperty('loadBalancers');
  addresses = new Map([['core/Service/battery-istio/ingressgateway', ['10.0.0.1']]]);
  expect(await facts()).toMatchObject({ loadBalancers: { 'core/Service/battery-istio/ingressgateway': ['10.0.0.1'] } });
});

test('a cluster with more of everything than a report takes is told in part, and the same part again', async () => {
  const many = (length: number, name: string) => Array.from({ length }, (_, index) => `${name}-${1000 + index}`);
  const balancers = many(600, 'core/Service/a/s').map((key): [string, string[]] => [key, many(30, 'lb')]);
  let addresses = new Map(balancers);
  const { kube } = fake({ Node: many(501, 'n').map((name) => object('Node', name, {})), StorageClass: [], ClusterIssuer: [] });
  const facts = createFacts(
    kube,
    () => addresses,
    () => 0,
  );
  const { loadBalancers = {}, nodes } = Facts.parse(await facts());
  expect(nodes).toHaveLength(500);
  expect(Object.keys(loadBalancers)).toEqual(many(500, 'core/Service/a/s'));
  expect(loadBalancers['core/Service/a/s-1499']).toEqual(many(20, 'lb'));
  addresses = new Map(balancers.toReversed().map(([key, given]) => [key, given.toReversed()]));
  expect(await facts()).toMatchObject({ loadBalancers });
});

test('a text that anybody may have written is told so that a report with it is accepted', async () => {
  const odd = `\0${'😀'.repeat(300)}`;
  const node = object('Node', 'n', { spec: { providerID: odd }, status: { nodeInfo: { kubeletVersion: odd } } });
  const named = object('Backup', 'b', { spec: { cluster: { name: odd } }, status: { phase: 'completed', backupId: odd } });
  const { kube } = fake({ Node: [node], Backup: [named] });
  const version: typeof kube.version = async () => ({ ok: true, value: { gitVersion: odd, platform: '' }, warnings: [] });
  const facts = Facts.parse(
    await createFacts(
      { ...kube, version },
      () => new Map([['core/Service/a/b', [odd]]]),
      () => 0,
    )(),
  );
  const texts = JSON.stringify(facts);
  expect(texts).not.toMatch(/\\u(0000|d[89a-f])/);
  expect(facts.nodes[0]?.version).toMatch(/^😀+/u);
});
