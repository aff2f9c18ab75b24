import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { desiredOf } from './testing/desired.ts';
import { createMemoryKube } from './testing/memory-kube.ts';
import { namespace, service } from './testing/resources.ts';

const plain = service('ns', 'plain');
const gateway = service('ns', 'gateway', { type: 'LoadBalancer' });
const key = 'core/Service/ns/gateway';
const given = { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } };

function world(now: () => number = Date.now) {
  const memory = createMemoryKube();
  const engine = createEngine({ kube: memory.kube, namespace: 'home-base', now });
  const told = async () => (await engine.facts()).loadBalancers;
  const giveAddress = () => memory.put({ ...memory.get(key), status: given });
  return { ...memory, engine, told, giveAddress };
}

test('an address that is given before the answer to our write has come is known, and the Service healthy', async () => {
  const { engine, told, afterCommit, giveAddress } = world();
  await engine.converge(desiredOf(1, [namespace('ns'), plain]));
  await expect.poll(told).toEqual({});
  afterCommit(({ metadata }) => metadata.name === 'gateway' && giveAddress());
  await engine.converge(desiredOf(2, [namespace('ns'), plain, gateway]));
  await expect.poll(told).toEqual({ [key]: ['10.0.0.1'] });
  await expect.poll(() => engine.status().get(key)?.health).toBe('healthy');
});

test('an address that an object had before a write of ours that changed nothing is known', async () => {
  const { engine, told, put } = world();
  await engine.converge(desiredOf(1, [namespace('ns'), plain]));
  await expect.poll(told).toEqual({});
  put({ ...gateway, status: given });
  await engine.converge(desiredOf(2, [namespace('ns'), plain, gateway]));
  expect(await told()).toEqual({ [key]: ['10.0.0.1'] });
});

test('no address is told before a whole round is over, also when the state was lost', async () => {
  const { engine, told, put, afterCommit, giveAddress } = world();
  put({ ...gateway, metadata: { ...gateway.metadata, uid: 'u' } });
  giveAddress();
  const seen: unknown[] = [];
  afterCommit(async ({ kind }) => kind === 'Service' && seen.push(await told()));
  await engine.converge(desiredOf(1, [namespace('ns'), plain, gateway]));
  expect(seen).toEqual([undefined, undefined]);
  await expect.poll(told).toEqual({ [key]: ['10.0.0.1'] });
});

test('while the installation is paused after a restart no address is told', async () => {
  const { engine, told } = world();
  await engine.converge(desiredOf(1, [namespace('ns'), plain], { paused: true }));
  expect(await told()).toBeUndefined();
  await engine.converge(desiredOf(2, [namespace('ns'), plain]));
  await expect.poll(told).toEqual({});
});

test('the address of a Service that was removed while the watch was away is not told any more', async () => {
  const { engine, told, cut, relist, giveAddress } = world();
  await engine.converge(desiredOf(1, [namespace('ns'), plain, gateway]));
  giveAddress();
  await expect.poll(told).toEqual({ [key]: ['10.0.0.1'] });
  cut();
  await engine.converge(desiredOf(2, [namespace('ns'), plain], { removals: [key] }));
  expect(engine.status().has(key)).toBe(false);
  relist('Service');
  await expect.poll(told).toEqual({});
});

test('while a Service of ours cannot be applied after the state was lost, no address is told, for five minutes at most', async () => {
  let clock = 0;
  const { engine, told, refuse, relist } = world(() => clock);
  refuse('gateway');
  await engine.converge(desiredOf(1, [namespace('ns'), plain, gateway]));
  relist('Service');
  expect(await told()).toBeUndefined();
  clock += 300_001;
  expect(await told()).toEqual({});
});
