import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { kitchenSink } from '@home-base/catalog/sample-summary.ts';
import { expect, test } from 'vitest';
import { proposeRenames } from './propose-renames.ts';

const spec = RedisInstance.parse({ name: 'any', ...redisPresets.tiny });
const instance = (name: string) => ({ ...spec, name });
const summary = (names: string[]) => ({
  ...kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'small' }),
  redisInstances: names.map((name) => ({ ...instance(name), id: `redis_${name}` })),
});
const imported = (...names: string[]) => ({
  read: names.map((name) => ({
    collection: 'redisInstances' as const,
    spec: instance(name),
    at: `redis-instances.${name}`,
    oldName: name,
  })),
  problems: [],
});
const renames = (...pairs: [string, string][]) => ({ 'redis-instances': Object.fromEntries(pairs) });

test.each(['cache', 'constructor', '__proto__'])('an object whose name is taken here gets a new one: %s', (name) => {
  expect(proposeRenames(summary([name]), imported(name), {})).toStrictEqual(renames([name, `${name}-2`]));
  expect(proposeRenames(summary(['other']), imported(name), {})).toEqual({});
  expect(proposeRenames(summary([name]), imported(name), renames([name, 'mine']))).toStrictEqual(renames([name, 'mine']));
});

test('a new name is neither one of the document, nor given already, nor that of a Service here', () => {
  const here = summary(['cache', 'cache-3-headless']);
  expect(proposeRenames(here, imported('cache', 'cache-2'), {})).toEqual(renames(['cache', 'cache-4']));
  expect(proposeRenames(here, imported('cache', 'other'), renames(['other', 'cache-2']))).toEqual(
    renames(['other', 'cache-2'], ['cache', 'cache-4']),
  );
  expect(proposeRenames(summary(['cache-headless']), imported('cache'), {})).toEqual(renames(['cache', 'cache-2']));
  expect(proposeRenames(summary(['cache']), imported('cache-headless'), {})).toEqual(renames(['cache-headless', 'cache-headless-2']));
});

/** How often the names in an installation are read while so many objects of a document look for new ones, and none is free for any of them. */
function readsFor(objects: number, ending: string): number {
  let reads = 0;
  const names = Array.from({ length: objects }, (_, index) => `cache${index}`);
  const taken = names.flatMap((name) => [name, ...Array.from({ length: 20 }, (_, index) => `${name}-${index + 2}`)]);
  const here = summary(taken.map((name) => `${name}${ending}`));
  for (const redis of here.redisInstances) {
    const { name } = redis;
    Object.defineProperty(redis, 'name', { enumerable: true, get: () => ++reads && name });
  }
  expect(proposeRenames(here, imported(...names), {})).toEqual({});
  return reads;
}

test.each(['', '-headless'])('ten times the objects here and in a document cost ten times as much, not a hundred times: %s', (ending) => {
  expect(readsFor(30, ending)).toBeLessThan(11 * readsFor(3, ending));
});
