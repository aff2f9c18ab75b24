import { auditEvents } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { providers, usages } from '@home-base/schema/wire/installations.ts';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { withSystem } from '../db/with-system.ts';
import { createInstallation } from '../installations/create.ts';
import { createObject } from '../objects/create.ts';
import { deleteObject } from '../objects/delete.ts';
import { listObjects } from '../objects/list.ts';
import { updateObject } from '../objects/update.ts';
import { sampleSpec } from '../testing/sample-specs.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { disableBattery } from './disable.ts';
import { listBatteries } from './list.ts';
import { previewBattery } from './preview.ts';
import { putBattery } from './put.ts';

const { org } = useWorld();
const owner = () => org().as('owner');
let count = 0;
const make = async (provider: 'kind' | 'provided' = 'kind') =>
  (await createInstallation(owner(), { name: `seeds-${++count}`, usage: 'development', provider })).id;
const enableKeycloak = (installationId: Id<'installation'>, ctx = owner()) =>
  putBattery(ctx, { installationId, type: 'keycloak', config: {}, withNeeds: true });
const clusters = async (installationId: Id<'installation'>) =>
  (await listObjects(owner(), 'postgresClusters', { installationId, limit: 10 })).items;
const actionsOf = async (requestId: string) =>
  (await withSystem(owner(), 'test', (tx) => tx.select().from(auditEvents).where(eq(auditEvents.requestId, requestId)))).map(
    ({ action }) => action,
  );

test('a new installation on kind has addresses to give out, and elsewhere none are invented', async () => {
  const pools = async (installationId: Id<'installation'>) =>
    (await listObjects(owner(), 'ipAddressPools', { installationId, limit: 10 })).items.map(({ name }) => name);
  expect(await pools(await make())).toEqual(['kind']);
  expect(await pools(await make('provided'))).toEqual([]);
});

test.each(usages.flatMap((usage) => providers.map((provider) => ({ usage, provider }))))(
  'an installation for $usage on $provider starts with what its batteries come with',
  async ({ usage, provider }) => {
    const { id: installationId, derived } = await createInstallation(owner(), { name: `seeds-${++count}`, usage, provider });
    const expected = ['forgejo', 'keycloak'].filter((type) => derived.batteries.some((battery) => battery.type === type));
    expect((await clusters(installationId)).map(({ name }) => name).toSorted()).toEqual(expected);
  },
);

test('a battery with a database of its own gets it in the same write, and the preview says so', async () => {
  const installationId = await make();
  const preview = await previewBattery(owner(), { installationId, type: 'keycloak' });
  expect(preview.alsoCreated).toEqual([{ noun: 'Postgres cluster', name: 'keycloak' }]);
  expect(preview.effect.kinds).toContainEqual({ kind: 'Cluster', count: 1 });
  const ctx = owner();
  await enableKeycloak(installationId, ctx);
  expect(await clusters(installationId)).toMatchObject([
    { name: 'keycloak', type: 'internal', users: [{ username: 'keycloak', credentialNamespaces: ['battery-core'] }] },
  ]);
  expect(await actionsOf(ctx.requestId)).toEqual(expect.arrayContaining(['battery.enable', 'postgres_cluster.create']));
});

test('the database is the user’s to size, but not to take from the battery', async () => {
  const installationId = await make();
  await enableKeycloak(installationId);
  const [{ id } = { id: 'pg_' as const }] = await clusters(installationId);
  await updateObject(owner(), 'postgresClusters', { installationId, id, changes: { instances: 3 } });
  const users = [{ username: 'keycloak', roles: ['login'], credentialNamespaces: [] }];
  expect(await refusalOf(updateObject(owner(), 'postgresClusters', { installationId, id, changes: { users } }))).toMatchObject({
    publicText: expect.stringMatching(/the battery Keycloak uses this.*without the role createdb/),
  });
  expect(await refusalOf(deleteObject(owner(), 'postgresClusters', { installationId, id, confirm: 'keycloak' }))).toMatchObject({
    code: 'conflict',
    publicText: expect.stringContaining('the battery Keycloak keeps its data in it: disable that first'),
  });
});

test('disabling leaves the data: the database comes back with the battery, or is deleted by name', async () => {
  const installationId = await make();
  await enableKeycloak(installationId);
  const [before] = await clusters(installationId);
  if (!before) throw new Error('no cluster');
  await updateObject(owner(), 'postgresClusters', { installationId, id: before.id, changes: { instances: 2 } });
  await disableBattery(owner(), { installationId, type: 'keycloak' });
  const ctx = owner();
  await enableKeycloak(installationId, ctx);
  expect(await clusters(installationId)).toMatchObject([{ id: before.id, instances: 2 }]);
  expect(await actionsOf(ctx.requestId)).toEqual(['battery.enable']);
  await disableBattery(owner(), { installationId, type: 'keycloak' });
  await deleteObject(owner(), 'postgresClusters', { installationId, id: before.id, confirm: 'keycloak' });
  expect(await clusters(installationId)).toEqual([]);
});

test('a cluster of the user’s that has the name is not taken over: nothing is enabled and the refusal says what is in the way', async () => {
  const installationId = await make();
  await putBattery(owner(), { installationId, type: 'cloudnative_pg', config: {}, withNeeds: true });
  await createObject(owner(), 'postgresClusters', { installationId, spec: sampleSpec('postgresClusters', 'keycloak') });
  const refusal = await refusalOf(enableKeycloak(installationId));
  expect(refusal).toMatchObject({ code: 'invalid', issues: [{ path: 'type' }] });
  expect(refusal.publicText).toMatch(
    /Keycloak keeps its data in a Postgres cluster "keycloak" of its own, and the one that is there is of the type standard/,
  );
  const { items } = await listBatteries(owner(), { installationId });
  expect(items.map(({ type }) => type)).not.toContain('keycloak');
});
