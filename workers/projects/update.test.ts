import { expect, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { createProject } from './create.ts';
import { getProject } from './get.ts';
import { updateProject } from './update.ts';

const { org } = useWorld();

test('a change made from what somebody changed since is refused and nothing is overwritten', async () => {
  const owner = org().as('owner');
  const { id: installationId } = await createInstallation(owner, { name: 'described', usage: 'development', provider: 'kind' });
  const { id, updatedAt } = await createProject(owner, { installationId, name: 'shop' });
  const save = (description: string, ifUpdatedAt?: string) => updateProject(owner, { installationId, id, description, ifUpdatedAt });
  const saved = await save('hers', updatedAt);
  expect(await refusalOf(save('his', updatedAt))).toMatchObject({
    code: 'precondition_failed',
    publicText: expect.stringMatching(/"shop" was changed.*load it anew/),
  });
  expect(await getProject(owner, { installationId, id })).toMatchObject({ description: 'hers' });
  await save('his', saved.updatedAt);
  expect(await save('whoever comes last')).toMatchObject({ description: 'whoever comes last' });
});
