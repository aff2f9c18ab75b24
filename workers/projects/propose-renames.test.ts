import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { kitchenSink } from '@home-base/catalog/sample-summary.ts';
import { expect, test } from 'vitest';
import { proposeRenames } from './propose-renames.ts';

const instance = (name: string) => RedisInstance.parse({ name, ...redisPresets.tiny });
const summary = (names: string[]) => ({
  ...kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'small' }),
  redisInstances: names.map((name) => ({ ...instance(name), id: `redis_${name}` })),
});
const imported = (name: string) => ({
  read: [{ collection: 'redisInstances' as const, spec: instance(name), at: `redis-instances.${name}`, oldName: name }],
  problems: [],
});

test.each(['cache', 'constructor'])('an object whose name is taken here gets a new one: %s', (name) => {
  expect(proposeRenames(summary([name]), imported(name), {})).toEqual({ 'redis-instances': { [name]: `${name}-2` } });
  expect(proposeRenames(summary(['other']), imported(name), {})).toEqual({});
  expect(proposeRenames(summary([name]), imported(name), { 'redis-instances': { [name]: 'mine' } })).toEqual({
    'redis-instances': { [name]: 'mine' },
  });
});
