import { withoutPaths } from '@home-base/catalog/exchange/paths.ts';
import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { expect, test } from 'vitest';
import { objectSamples } from '../testing/objects.ts';
import { outermost, partsOf } from './export-parts.ts';

test.each(objectCollections)('%s: whatever can be chosen to stay is a part that an export finds, under a name of its own', (collection) => {
  const { path } = objectKinds[collection];
  const sample = objectSamples[collection];
  const parts = partsOf(`${path}.${sample.name}`, sample);
  expect(new Set(parts.map(({ label }) => label)).size).toBe(parts.length);
  const { unknown } = withoutPaths(
    { [path]: [{ ...sample }] },
    parts.map((part) => part.path),
  );
  expect(unknown).toEqual([]);
});

test('variables of containers and hosts are among them; words of a command are not', () => {
  const labels = partsOf('traditional-services.shop', objectSamples.traditionalServices).map(({ label }) => label);
  expect(labels).toEqual(
    expect.arrayContaining(['Host shop.example.com', 'Container web: Variable DSN', 'Variable REGION', 'Volume keys']),
  );
  expect(labels.join()).not.toContain('nginx');
});

test('what goes with a whole object is not named once more', () => {
  expect(outermost(['a.b', 'a.b.users.0', 'a.bc.users.0', 'x.y.env.1'])).toEqual(['a.b', 'a.bc.users.0', 'x.y.env.1']);
});

test('a thousand paths are each compared with what they are part of, not with each other', () => {
  let looks = 0;
  const paths = Array.from({ length: 1000 }, (_, index) => `redis-instances.a${index}`);
  const counted = new Proxy(paths, {
    get(target, key, receiver) {
      looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  expect(outermost(counted)).toEqual(paths);
  expect(looks).toBeLessThan(10_000);
});
