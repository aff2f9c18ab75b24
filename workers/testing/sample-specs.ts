import { type ObjectCollection, type ObjectIn, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { sampleObjects } from '@home-base/catalog/sample-summary.ts';
import { objectsOf } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { putBattery } from '../batteries/put.ts';
import type { Ctx } from '../context.ts';
import { createObject } from '../objects/create.ts';
import { listObjects } from '../objects/list.ts';

/** A whole object of any kind, as the catalog's own samples have it: the one of that name, else the first under that name. */
export function sampleSpec<C extends ObjectCollection>(collection: C, name?: string): ObjectIn<C> {
  const samples = objectsOf(sampleObjects('tiny'), collection);
  const sample = samples.find((each: { name: string }) => each.name === name) ?? samples[0];
  if (!sample) throw new Error(`the catalog has no sample of ${collection}: add one to sampleObjects`);
  const { id, ...spec } = sample;
  // Without its id an owned object is the spec; TypeScript keeps the difference of a generic as an Omit.
  return { ...spec, ...(name && { name }) } as unknown as ObjectIn<C>;
}

/** One field of an object of the kind, changed to what its rules allow. */
export function sampleChange(collection: ObjectCollection): Record<string, unknown> {
  return collection === 'ipAddressPools' ? { subnet: '192.168.9.0/28' } : { cpuLimitMillis: 9000 };
}

/** Enables what an object of the kind lives in, and creates what it refers to, unless that is there. */
export async function prepareFor(ctx: Ctx, installationId: Id<'installation'>, collection: ObjectCollection): Promise<void> {
  await putBattery(ctx, { installationId, type: objectKinds[collection].battery, config: {}, withNeeds: true });
  if (collection !== 'ferretServices') return;
  const { postgresCluster } = sampleSpec('ferretServices');
  const { items } = await listObjects(ctx, 'postgresClusters', { installationId, limit: 50 });
  if (items.some(({ name }) => name === postgresCluster)) return;
  await createObject(ctx, 'postgresClusters', { installationId, spec: sampleSpec('postgresClusters', postgresCluster) });
}
