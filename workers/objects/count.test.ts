import { beforeAll, expect, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { preparePublishing } from '../publish/testing/installation.ts';
import { prepareFor, sampleSpec } from '../testing/sample-specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { countObjects } from './count.ts';
import { createObject } from './create.ts';

const { world, org } = useWorld();
beforeAll(() => preparePublishing(world()));

test('objects are counted by kind, and only those of the installation', async () => {
  const owner = org().as('owner');
  for (const [name, caches] of [
    ['counted', ['a', 'b']],
    ['other', ['c']],
  ] as const) {
    const { id: installationId } = await createInstallation(owner, { name, usage: 'development', provider: 'kind' });
    await prepareFor(owner, installationId, 'redisInstances');
    for (const cache of caches) await createObject(owner, 'redisInstances', { installationId, spec: sampleSpec('redisInstances', cache) });
    const counts = await countObjects(owner, { installationId });
    expect(counts).toMatchObject({ redisInstances: caches.length, postgresClusters: 0, notebooks: 0 });
  }
});
