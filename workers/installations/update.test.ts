import { settingsOf } from '@home-base/schema/wire/installations.ts';
import { expect, test } from 'vitest';
import { putBattery } from '../batteries/put.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { createInstallation } from './create.ts';
import { getInstallation } from './get.ts';
import { pauseInstallation } from './pause.ts';
import { updateInstallation } from './update.ts';

const { org } = useWorld();
const owner = () => org().as('owner');

test.each([{ name: 'renamed' }, { size: 'huge' }, { driftPolicy: 'strict' }, { channel: 'early' }] as const)(
  'settings made from what somebody changed since are refused: %o',
  async (change) => {
    const made = await createInstallation(owner(), {
      name: `of-${Object.keys(change)[0]}`.toLowerCase(),
      usage: 'development',
      provider: 'kind',
    });
    const { id: installationId } = made;
    await updateInstallation(owner(), { installationId, ...change, ifSettings: settingsOf(made) });
    expect(await refusalOf(updateInstallation(owner(), { installationId, size: 'small', ifSettings: settingsOf(made) }))).toMatchObject({
      code: 'precondition_failed',
      publicText: expect.stringMatching(/was changed.*load it anew/),
    });
    expect(await getInstallation(owner(), { installationId })).toMatchObject(change);
    await updateInstallation(owner(), { installationId, size: 'small' });
  },
);

test('settings are saved though others changed batteries or paused it meanwhile', async () => {
  const made = await createInstallation(owner(), { name: 'busy', usage: 'development', provider: 'kind' });
  const { id: installationId } = made;
  await putBattery(owner(), { installationId, type: 'redis', config: {}, withNeeds: true });
  await pauseInstallation(owner(), { installationId });
  expect((await getInstallation(owner(), { installationId })).updatedAt).not.toBe(made.updatedAt);
  expect(await updateInstallation(owner(), { installationId, size: 'large', ifSettings: settingsOf(made) })).toMatchObject({
    size: 'large',
  });
});
