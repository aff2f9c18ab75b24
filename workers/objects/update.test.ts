import { expect, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { createProject } from '../projects/create.ts';
import { prepareFor, sampleSpec } from '../testing/sample-specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { createObject } from './create.ts';
import { getObject } from './get.ts';
import { updateObject } from './update.ts';

const { org } = useWorld();

test('a change made from what somebody changed since is refused and nothing is overwritten, also when two are saved at once', async () => {
  const [ada, grace] = [org().as('owner'), org().as('member')];
  const { id: installationId } = await createInstallation(ada, { name: 'edited', usage: 'development', provider: 'kind' });
  await prepareFor(ada, installationId, 'redisInstances');
  const { id, updatedAt } = await createObject(ada, 'redisInstances', { installationId, spec: sampleSpec('redisInstances', 'cache') });
  const save = (ctx: typeof ada, cpuLimitMillis: number, ifUpdatedAt?: string) =>
    updateObject(ctx, 'redisInstances', { installationId, id, changes: { cpuLimitMillis }, ifUpdatedAt });
  const both = await Promise.allSettled([save(ada, 7000, updatedAt), save(grace, 8000, updatedAt)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const now = await getObject(ada, 'redisInstances', { installationId, id });
  const refusal = await refusalOf(save(grace, 9000, updatedAt));
  expect(refusal).toMatchObject({ code: 'precondition_failed', publicText: expect.stringMatching(/"cache" was changed.*load it anew/) });
  expect(await getObject(ada, 'redisInstances', { installationId, id })).toEqual(now);
  expect(await save(grace, 9000, now.updatedAt)).toMatchObject({ cpuLimitMillis: 9000 });
  expect(await save(ada, 9500)).toMatchObject({ cpuLimitMillis: 9500 });
});

test('that it was moved to a project counts as a change, and what others do in the installation does not', async () => {
  const owner = org().as('owner');
  const { id: installationId } = await createInstallation(owner, { name: 'moved', usage: 'development', provider: 'kind' });
  await prepareFor(owner, installationId, 'redisInstances');
  const { id, updatedAt } = await createObject(owner, 'redisInstances', { installationId, spec: sampleSpec('redisInstances', 'cache') });
  const { id: projectId } = await createProject(owner, { installationId, name: 'shop' });
  await createObject(owner, 'redisInstances', { installationId, spec: sampleSpec('redisInstances', 'other') });
  const of = { installationId, id, changes: {}, ifUpdatedAt: updatedAt };
  await updateObject(owner, 'redisInstances', { ...of, projectId });
  expect(await refusalOf(updateObject(owner, 'redisInstances', { ...of, projectId: null }))).toMatchObject({ code: 'precondition_failed' });
});
