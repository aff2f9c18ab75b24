import type { Resource } from '@home-base/schema/kube/resource.ts';
import { afterAll, expect, it } from 'vitest';
import { openCluster, reported, until } from './testing/cluster.ts';
import { desiredOf } from './testing/desired.ts';
import { namespace } from './testing/resources.ts';

const cluster = openCluster();
afterAll(() => cluster.close());

const recipe = (ns: string, name: string, keys: object, version = 1): Resource => ({
  apiVersion: 'recipe.home-base/v1',
  kind: 'GeneratedSecret',
  metadata: { name, namespace: ns },
  spec: { version, type: 'Opaque', keys },
});
const owner = {
  username: { from: 'value', value: 'app' },
  password: { from: 'random', length: 32, alphabet: 'alphanumeric' },
  dsn: { from: 'template', template: 'postgres://{username}:{password}@db/app', encode: 'uri' },
};

it('makes a Secret once, keeps its values, copies them, rotates them by version and never tells them', async () => {
  const ns = cluster.name('battery-recipes');
  const read = async (name: string) => {
    const live = await cluster.live({ group: '', kind: 'Secret', namespace: ns, name });
    return Object.fromEntries(
      Object.entries(live?.data ?? {}).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()]),
    );
  };
  const copy = recipe(ns, 'copy', { password: { from: 'secret', namespace: ns, name: 'owner', key: 'password' } });
  const { engine, home, logs } = await cluster.engine();
  await engine.converge(desiredOf(1, [namespace(ns), copy, recipe(ns, 'owner', owner)]));
  await reported(engine, `recipe.home-base/GeneratedSecret/${ns}/copy`, (report) => report.state === 'applied');
  const first = await read('owner');
  expect(first.password).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(first.dsn).toBe(`postgres://app:${first.password}@db/app`);
  expect((await read('copy')).password).toBe(first.password);

  // Another key is added by a new engine without state: the old values stay.
  await engine.stop();
  const more = { ...owner, token: { from: 'random', length: 20, alphabet: 'hex' } };
  const next = await cluster.engine();
  await next.engine.converge(desiredOf(2, [namespace(ns), recipe(ns, 'owner', more)]));
  expect(await read('owner')).toMatchObject(first);

  // Seen once by the new engine, as the note shows, and deleted by somebody: the values come back, not new ones.
  await cluster.edit('someone', { group: '', kind: 'Secret', namespace: ns, name: 'owner' }, { data: { note: 'eA==' } });
  await reported(next.engine, `recipe.home-base/GeneratedSecret/${ns}/owner`, (report) => report.drift?.kind === 'foreign');
  await cluster.kube.delete({ group: '', kind: 'Secret', namespace: ns, name: 'owner' });
  await reported(next.engine, `recipe.home-base/GeneratedSecret/${ns}/owner`, (report) => report.drift?.kind === 'deleted');
  await until('the values back', async () => (await read('owner')).password === first.password);

  await next.engine.converge(desiredOf(3, [namespace(ns), recipe(ns, 'owner', more, 2)]));
  const rotated = await read('owner');
  expect(rotated.password).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(rotated.password).not.toBe(first.password);
  expect(rotated.dsn).toContain(rotated.password);
  // The copy comes before what it copies: it must not keep the old value under the new version.
  const copied = recipe(ns, 'copy', { password: { from: 'secret', namespace: ns, name: 'owner', key: 'password' } }, 3);
  await next.engine.converge(desiredOf(4, [namespace(ns), copied, recipe(ns, 'owner', more, 3)]));
  await reported(next.engine, `recipe.home-base/GeneratedSecret/${ns}/copy`, (report) => report.state === 'applied');
  const again = await read('owner');
  expect(again.password).not.toBe(rotated.password);
  expect((await read('copy')).password).toBe(again.password);
  const told = JSON.stringify([...next.engine.status().values(), ...engine.status().values(), logs, next.logs]);
  for (const value of [first.password, rotated.password, rotated.token, again.password]) expect(told).not.toContain(value);
  expect(home).toBeTruthy();
});

it('copies from no namespace but those of batteries, whatever the agent itself may read', async () => {
  const ns = cluster.name('battery-recipes');
  const thief = recipe(ns, 'thief', { stolen: { from: 'secret', namespace: 'kube-system', name: 'bootstrap', key: 'token' } });
  await cluster.kube.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap', namespace: 'kube-system' },
    stringData: { token: 'not for you' },
  });
  const { engine } = await cluster.engine();
  await engine.converge(desiredOf(1, [namespace(ns), thief]));
  const report = engine.status().get(`recipe.home-base/GeneratedSecret/${ns}/thief`);
  expect(report).toMatchObject({ state: 'failed', message: expect.stringContaining('kube-system') });
  expect(await cluster.live({ group: '', kind: 'Secret', namespace: ns, name: 'thief' })).toBeUndefined();
});
