import { expect, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { disableBattery } from './disable.ts';
import { listBatteries } from './list.ts';
import { putBattery } from './put.ts';

const { org } = useWorld();
const owner = () => org().as('owner');
const stale = { code: 'precondition_failed', publicText: expect.stringMatching(/^Redis was changed.*load it anew/) };

test('a configuration made from what somebody enabled, changed or disabled since is refused', async () => {
  const { id: installationId } = await createInstallation(owner(), { name: 'put', usage: 'development', provider: 'provided' });
  const put = (ifUpdatedAt: string | undefined, redisImage = 'quay.io/opstree/redis:v8.2.5') =>
    putBattery(owner(), { installationId, type: 'redis', config: { redisImage }, withNeeds: true, ifUpdatedAt });
  const first = (await put('none')).battery;
  // The page offered to enable it; someone else did.
  expect(await refusalOf(put('none', 'example.com/redis:1'))).toMatchObject(stale);
  const second = (await put(first.updatedAt, 'example.com/redis:2')).battery;
  expect(await refusalOf(put(first.updatedAt, 'example.com/redis:1'))).toMatchObject(stale);
  const redis = async () => (await listBatteries(owner(), { installationId })).items.find(({ type }) => type === 'redis');
  expect(await redis()).toMatchObject({ config: { redisImage: 'example.com/redis:2' } });
  // Disabled meanwhile: saving its configuration must not enable it again.
  await disableBattery(owner(), { installationId, type: 'redis' });
  expect(await refusalOf(put(second.updatedAt))).toMatchObject(stale);
  expect(await redis()).toBeUndefined();
  await put(undefined);
});

test('what others change elsewhere in the installation is no reason to refuse', async () => {
  const { id: installationId } = await createInstallation(owner(), { name: 'apart', usage: 'development', provider: 'provided' });
  const { battery } = await putBattery(owner(), { installationId, type: 'redis', config: {}, withNeeds: true });
  await putBattery(owner(), { installationId, type: 'cloudnative_pg', config: {}, withNeeds: true });
  await putBattery(owner(), { installationId, type: 'redis', config: {}, withNeeds: true, ifUpdatedAt: battery.updatedAt });
});
