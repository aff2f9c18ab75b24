import { settingsOf } from '@home-base/schema/wire/installations.ts';
import { expect, test } from 'vitest';
import { redisSpec } from '../testing/specs.ts';
import { useApi } from '../testing/use-api.ts';

const { call, org } = useApi();

type Made = { id: string; updatedAt: string; desiredRev: number; name: string; size: string; driftPolicy: string; channel: string };
const send = async (method: string, path: string, json?: unknown) => {
  const { status, body } = await call(path, { method, key: org().keys.owner, ...(json !== undefined && { json }) });
  return { status, body: body as Made & { battery: Made; code: string } };
};

test('each change that says what it was made from is done once, and after that refused with 412; a misspelt condition is not ignored', async () => {
  const installation = (await send('POST', '/v1/installations', { name: 'shared', usage: 'development', provider: 'provided' })).body;
  const at = `/v1/installations/${installation.id}`;
  const { battery } = (await send('PUT', `${at}/batteries/redis?ifUpdatedAt=none`, { withNeeds: true })).body;
  const redis = (await send('POST', `${at}/redis-instances`, redisSpec('cache'))).body;
  const project = (await send('POST', `${at}/projects`, { name: 'shop' })).body;
  const changes = [
    ['PATCH', `${at}/redis-instances/${redis.id}?ifUpdatedAt=${redis.updatedAt}`, { passwordVersion: 2 }],
    ['PUT', `${at}/batteries/redis?ifUpdatedAt=${battery.updatedAt}`, {}],
    ['PATCH', `${at}/projects/${project.id}?ifUpdatedAt=${project.updatedAt}`, { description: 'x' }],
    ['PATCH', `${at}?ifSettings=${encodeURIComponent(settingsOf(installation))}`, { size: 'huge' }],
  ] as const;
  for (const [method, path, json] of changes) {
    expect([path, (await send(method, path, json)).status]).toEqual([path, 200]);
    expect(await send(method, path, json)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
  }
  for (const [method, path, json] of changes) expect((await send(method, path.replace('?if', '?If'), json)).status).toBe(422);
});

test('the document of the API says which changes take a condition', async () => {
  const { body } = await call('/v1/openapi.json', {});
  const { paths } = body as { paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>> };
  const taking = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ parameters = [] }) => parameters.some(({ name }) => /^if[A-Z]/.test(name)))
    .map(({ operationId }) => operationId);
  expect(taking).toEqual(expect.arrayContaining(['updateRedisInstance', 'putBattery', 'updateProject', 'updateInstallation', 'rollback']));
});
