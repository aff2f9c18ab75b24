import { expect, test } from 'vitest';
import { sampleSpec } from '../testing/sample-specs.ts';
import type { ImportedObject } from './read-objects.ts';
import { textProblems } from './reference-problems.ts';

test('a host name of a renamed object is found among many texts, at the cost of reading them once', () => {
  const renamed = Array.from({ length: 600 }, (_, index): ImportedObject => {
    const oldName = `c-${index}`;
    return { collection: 'redisInstances', at: 'x', oldName, spec: { ...sampleSpec('redisInstances', `d-${index}`) } };
  });
  const spec = sampleSpec('traditionalServices', 'shop');
  const [container] = spec.containers;
  if (!container) throw new Error('the sample has no container');
  const args = Array.from({ length: 50_000 }, () => 'x');
  const shop: ImportedObject = {
    collection: 'traditionalServices',
    at: 'shop',
    oldName: 'shop',
    spec: {
      ...spec,
      containers: [{ ...container, args: [...args, 'to=redis-c-7-master.battery-data:6379', 'my-redis-c-7', 'redis-c-7000'] }],
    },
  };
  const before = performance.now();
  expect(textProblems([...renamed, shop])).toEqual([
    {
      blocks: false,
      path: 'shop.containers.0.args.50000',
      message: '"shop" has "redis-c-7" in a value, which is not changed to "redis-d-7": edit it afterwards',
    },
  ]);
  expect(performance.now() - before).toBeLessThan(5000);
}, 60_000);
