import { readFileSync } from 'node:fs';
import { exampleConfig } from '@home-base/catalog/define.ts';
import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { findBattery, getBattery, neededBy } from '@home-base/catalog/registry.ts';
import { sampleObjects } from '@home-base/catalog/sample-summary.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentMetric } from '../local-agent.ts';
import { pollUntil } from '../process/poll.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ usage: 'kitchen_sink', auditLog: true });
}, 300_000);
afterAll(() => world?.stop());

type Row = { key: string; state: string; health: string; message: string | null; battery: string | null };
const rows = () => world.rows<Row>('select key, state, health, message, battery from resource_statuses order by key');
const metric = (name: string) => agentMetric(world.agent(), name);
const publishedVersion = async () => (await world.api.call<{ publishedVersion: number }>('GET', world.at(''))).publishedVersion;
/** What the agent asked of the API server, but for its own state and what it watches. */
const writesOfAgent = () =>
  readFileSync(world.cluster.auditLogPath, 'utf8')
    .split('\n')
    .filter((line) => line.includes('system:serviceaccount:home-base:agent') && /"verb":"(create|patch|update|delete)"/.test(line))
    .filter((line) => !line.includes('"namespace":"home-base"'));

/** Simulated nodes have GPUs but are no pools of Karpenter, and no backup has run yet. */
const fits = (object: object) =>
  !('restoreFrom' in object) && !('nodeType' in object && !['default', 'any_nvidia'].includes(String(object.nodeType)));

/** The simulated cluster has one storage class. */
const onThisCluster = (spec: object) => ('storageClass' in spec ? { ...spec, storageClass: 'standard' } : spec);

test('every battery with every variant of every object is applied and healthy', async () => {
  for (const type of await batteryTypes()) {
    const config = exampleConfig(getBattery(type));
    const isFixed = getBattery(type).readOnly.some((field) => field in config);
    if (Object.keys(config).length > 0 && !isFixed) await world.api.call('PUT', world.at(`/batteries/${type}`), { config });
  }
  const samples = sampleObjects('tiny');
  for (const collection of objectCollections)
    for (const { id: _, ...spec } of samples[collection].filter(fits))
      await world.api.call('POST', world.at(`/${objectKinds[collection].path}`), onThisCluster(spec));
  // The gateway's address is a fact that comes with a report, and brings the routes.
  await pollUntil('routes', async () => ((await rows()).some(({ key }) => key.includes('/HTTPRoute/')) ? true : undefined), {
    timeoutMs: 120_000,
  });
  await world.settled(300_000);
  const all = await rows();
  // Tokens of notebooks from before sign-in was there are kept until a person says otherwise.
  const isKeptSecret = ({ key, state }: Row) => state === 'held' && parseKey(key).kind === 'GeneratedSecret';
  expect(all.filter((row) => !isKeptSecret(row) && (row.state !== 'applied' || row.health !== 'healthy'))).toEqual([]);
  expect(all.length).toBeGreaterThan(600);
}, 400_000);

test('nothing changed: the next rounds ask nothing of the API server, and a new agent writes nothing', async () => {
  await pollUntil(
    'three polls of Home Base without a request to the API server',
    async () => {
      const [polls, requests] = [await metric('edge_requests_total'), await metric('kube_requests_total')];
      await pollUntil('three more polls', async () => ((await metric('edge_requests_total')) >= polls + 3 ? true : undefined), {
        timeoutMs: 60_000,
      });
      return (await metric('kube_requests_total')) === requests ? true : undefined;
    },
    { timeoutMs: 120_000 },
  );
  const before = writesOfAgent().length;
  const version = await publishedVersion();
  await world.startAgent();
  // A new agent knows the addresses of the cluster only after a while; until then nothing may be published without them.
  await pollUntil(
    'the new agent having seen and told everything',
    async () =>
      (await metric('resources_health{health="unknown"}')) === 0 && (await metric('reports_sent_total')) >= 2 ? true : undefined,
    { timeoutMs: 60_000 },
  );
  await world.settled(120_000);
  expect(await publishedVersion()).toBe(version);
  expect(writesOfAgent().slice(before)).toEqual([]);
}, 240_000);

test('disabling everything leaves only what must stay', async () => {
  for (const collection of [...objectCollections].reverse()) {
    const path = world.at(`/${objectKinds[collection].path}`);
    const { items } = await world.api.call<{ items: { id: string; name: string }[] }>('GET', `${path}?limit=100`);
    for (const { id, name } of items.toReversed())
      if (!keeps(collection, name)) await world.api.call('DELETE', `${path}/${id}?confirm=${name}`);
  }
  for (const type of await disableOrder()) await world.api.call('DELETE', world.at(`/batteries/${type}`));
  const left = (await batteryTypes()).filter((type) => findBattery(type)?.uninstallable !== false);
  // Only what another that must stay needs.
  for (const type of left) expect(neededBy(type, await batteryTypes()), type).not.toEqual([]);
  const kept = new Set(await batteryTypes());
  // What other batteries had only because of these (dashboards, scrapes, routes) was named by nobody: so much of it at once waits for a person.
  await pollUntil(
    'only what must stay being left',
    async () => {
      const { items } = await world.api.call<{ items: { key: string; holdsData: boolean; approvedAt: string | null }[] }>(
        'GET',
        world.at('/held-removals?limit=200'),
      );
      const keys = items.filter(({ holdsData, approvedAt }) => !holdsData && !approvedAt).map(({ key }) => key);
      if (keys.length > 0) await world.api.call('POST', world.at('/held-removals/approve'), { keys, confirm: 'test' });
      const stray = (await rows()).filter(
        ({ key, battery, state }) => !(battery && kept.has(battery)) && !(state === 'held' && mayStay(key)),
      );
      return stray.length === 0 ? true : undefined;
    },
    { timeoutMs: 240_000, everyMs: 500 },
  );
  await world.settled(120_000);
}, 400_000);

const batteryTypes = async () =>
  (await world.api.call<{ items: { type: string }[] }>('GET', world.at('/batteries'))).items.map(({ type }) => type);

/** Those that can go, dependents first. */
async function disableOrder(): Promise<string[]> {
  const enabled = await batteryTypes();
  const order: string[] = [];
  for (;;) {
    const rest = enabled.filter((type) => !order.includes(type));
    const next = rest.find((type) => findBattery(type)?.uninstallable !== false && neededBy(type, rest).length === 0);
    if (!next) return order;
    order.push(next);
  }
}

/** A battery's own database cannot go before its battery. */
function keeps(collection: string, name: string): boolean {
  return collection === 'postgresClusters' && ['keycloak', 'forgejo'].includes(name);
}

/** Definitions, namespaces, volumes and databases wait for a person. */
function mayStay(key: string): boolean {
  return ['CustomResourceDefinition', 'Namespace', 'PersistentVolumeClaim', 'StatefulSet', 'GeneratedSecret'].includes(parseKey(key).kind);
}
