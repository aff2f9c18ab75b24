import { expect, it } from 'vitest';
import { sizes } from '../define.ts';
import { sampleObjects } from '../sample-summary.ts';
import { computePresets, storedPresets } from './compute-size.ts';
import { ferretPresets } from './ferret-service.ts';
import { modelPresets } from './model.ts';
import { type ObjectCollection, objectCollections, objectKinds } from './object-kinds.ts';
import { redisPresets } from './redis-instance.ts';

/** Of every kind whose pods have a size. A new kind that names none does not compile. */
const presets = {
  postgresClusters: storedPresets,
  redisInstances: redisPresets,
  ferretServices: ferretPresets,
  notebooks: storedPresets,
  models: modelPresets,
  knativeServices: computePresets,
  traditionalServices: computePresets,
  ipAddressPools: undefined,
} satisfies Record<ObjectCollection, Record<string, object> | undefined>;

it.each(sizes)('D24: every kind of object has a preset for %s, which its own schema takes', (size) => {
  const samples = sampleObjects(size);
  for (const collection of objectCollections) {
    const of = presets[collection];
    if (!of) continue;
    const [sample] = samples[collection];
    const wanted = { ...sample, ...of[size] };
    const { data, error } = objectKinds[collection].schema.safeParse(wanted);
    expect(error, `${collection} ${size}`).toBeUndefined();
    expect(data, `${collection} ${size}`).toMatchObject(of[size]);
    expect(Object.keys(of[size]), collection).toEqual(
      expect.arrayContaining(['cpuRequestedMillis', 'cpuLimitMillis', 'memoryRequestedBytes', 'memoryLimitBytes']),
    );
  }
});
