import { type ObjectCollection, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { seedsOf } from '@home-base/catalog/seeds.ts';
import { findNamed, type Summary } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';
import { insertObject } from '../objects/create.ts';

type Seeding = { installationId: Id<'installation'>; type: string };

/** The objects that come with a battery which has just been enabled, as far as they are not there; adds them to `summary`. */
export async function createSeeds(tx: OrgTx, ctx: Ctx, summary: Summary, seeding: Seeding): Promise<void> {
  for (const collection of objectCollections) await createSeedsOf(tx, ctx, summary, { ...seeding, collection });
}

async function createSeedsOf<C extends ObjectCollection>(
  tx: OrgTx,
  ctx: Ctx,
  summary: Summary,
  { installationId, type, collection }: Seeding & { collection: C },
): Promise<void> {
  for (const spec of seedsOf(summary, type)[collection] ?? [])
    if (!findNamed(summary, collection, spec)) await insertObject(tx, ctx, summary, { installationId, collection, spec });
}
