import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { describe, expect, test } from 'vitest';
import { sizes } from './define.ts';
import { render } from './materialize.ts';
import { namespacesOf } from './namespaces.ts';
import { neededBatteries } from './objects/needed-batteries.ts';
import { type NewObject, type ObjectCollection, parseObject } from './objects/object-kinds.ts';
import { type BatteryType, withNeeds } from './registry.ts';
import { checkObject } from './rules/objects.ts';
import { sampleSummary } from './sample-summary.ts';
import { longestAddition, type Starter, starterObjects } from './starters.ts';
import type { Summary } from './summary.ts';

const starters: Starter[] = [
  { type: 'web', runs: 'traditional', image: 'nginx:1.29', port: 8080, postgres: true, redis: true },
  { type: 'web', runs: 'knative', image: 'nginx:1.29', port: 9000, postgres: true, redis: true },
  { type: 'db', ferret: true, redis: true },
  { type: 'ai', notebook: true, model: 'gpt-oss:120b', postgres: true },
];

const namesOf = (objects: NewObject[]) => objects.map(({ collection, spec }) => `${collection} ${spec.name}`);

/** An installation with what the starter needs, and its objects in it. */
function grown(starter: Starter): { summary: Summary; objects: NewObject[] } {
  const bare = sampleSummary({ usage: 'kitchen_sink', provider: 'kind', size: 'small', batteries: ['battery_core'] });
  const objects = starterObjects(starter, { project: 'shop', size: 'small', namespaces: namespacesOf(bare) });
  const needs = withNeeds(objects.flatMap(({ collection, spec }): BatteryType[] => neededBatteries(collection, spec)));
  const summary = sampleSummary({ usage: 'kitchen_sink', provider: 'kind', size: 'small', batteries: needs });
  const lists: Record<ObjectCollection, { id: string }[]> = summary;
  for (const { collection, spec } of objects) lists[collection].push({ ...spec, id: `${collection}-${spec.name}` });
  return { summary, objects };
}

describe.each(starters)('$type $runs', (starter) => {
  test.each(sizes)('in the size %s, and with the longest name, every object is right by its own schema', (size) => {
    const project = 'a'.repeat(40 - longestAddition);
    const namespaces = namespacesOf(sampleSummary({ usage: 'development', provider: 'kind', size }));
    for (const { collection, spec } of starterObjects(starter, { project, size, namespaces }))
      expect(parseObject(collection, spec).issues).toBeUndefined();
  });

  test('breaks no rule of an installation that has what it needs', () => {
    const { summary, objects } = grown(starter);
    const alone = (own: NewObject): Summary => ({
      ...summary,
      [own.collection]: summary[own.collection].filter(({ name }) => name !== own.spec.name),
    });
    for (const object of objects) expect(checkObject(alone(object), object.collection, object.spec)).toEqual([]);
  });

  test('every Secret that a variable is taken from is made where it is read', () => {
    const { summary, objects } = grown(starter);
    const namespaces = namespacesOf(summary);
    const wanted = objects.flatMap(({ collection, spec }) => {
      const namespace = { traditionalServices: namespaces.traditional, knativeServices: namespaces.knative, notebooks: namespaces.ai };
      return 'env' in spec && collection in namespace
        ? spec.env.flatMap((env) =>
            env.source === 'secret' ? [{ namespace: Reflect.get(namespace, collection), name: env.from, key: env.key }] : [],
          )
        : [];
    });
    const { resources, failures } = render({ summary });
    expect(failures).toEqual([]);
    const made = resources.flatMap((resource) => {
      const { success, data } = GeneratedSecret.safeParse(resource);
      return success
        ? Object.keys(data.spec.keys).map((key) => ({ namespace: data.metadata.namespace, name: data.metadata.name, key }))
        : [];
    });
    for (const each of wanted) expect(made).toContainEqual(each);
    expect(wanted).toHaveLength(starter.type === 'db' ? 0 : 1);
  });
});

test('only what was asked for is made', () => {
  const at = { project: 'shop', size: 'tiny' as const, namespaces: namespacesOf({ batteries: [] }) };
  expect(
    namesOf(starterObjects({ type: 'web', runs: 'traditional', image: 'nginx:1.29', port: 80, postgres: false, redis: true }, at)),
  ).toEqual(['traditionalServices shop', 'redisInstances shop-cache']);
  expect(namesOf(starterObjects({ type: 'db', ferret: false, redis: false }, at))).toEqual(['postgresClusters shop-db']);
  expect(namesOf(starterObjects({ type: 'ai', notebook: false, model: 'llama3.2:1b', postgres: false }, at))).toEqual([
    'models shop-model',
  ]);
  expect(starterObjects({ type: 'bare' }, at)).toEqual([]);
});
