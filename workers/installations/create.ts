import { defaultBatteries, defaultSize } from '@home-base/catalog/defaults.ts';
import { catalogVersion } from '@home-base/catalog/version.ts';
import { batteries, installations } from '@home-base/schema/db/tables.ts';
import type { CreatedInstallation, CreateInstallation } from '@home-base/schema/wire/installations.ts';
import { record } from '../audit.ts';
import { createSeeds } from '../batteries/create-seeds.ts';
import type { Ctx } from '../context.ts';
import { afterCommit, withOrg } from '../db/with-org.ts';
import { pokeRoom } from '../live/poke.ts';
import { Refusal } from '../refusal.ts';
import { deriveDefaults } from './derive-defaults.ts';
import { loadSummary } from './summary.ts';
import { installationToWire } from './to-wire.ts';

/** A new installation with the batteries that its usage and provider start with, and the objects that come with them. Refuses a name that the org has already. */
export async function createInstallation(ctx: Ctx, input: CreateInstallation): Promise<CreatedInstallation> {
  return withOrg(ctx, 'installations:write', async (tx) => {
    const { name, usage, provider } = input;
    const size = input.size ?? defaultSize(provider, usage).size;
    const [row] = await tx
      .insert(installations)
      .values({ orgId: tx.orgId, name, usage, provider, size, catalogVersion })
      .onConflictDoNothing()
      .returning();
    if (!row)
      throw new Refusal('conflict', `There is already an installation "${name}": choose another name.`, {
        issues: [{ path: 'name', message: `another installation is named "${name}": choose another name` }],
      });
    const types = defaultBatteries(usage, provider);
    if (types.length > 0) await tx.insert(batteries).values(types.map((type) => ({ orgId: tx.orgId, installationId: row.id, type })));
    await record(tx, ctx, {
      action: 'installation.create',
      targetId: row.id,
      installationId: row.id,
      after: { name, usage, provider, size, batteries: types },
    });
    const summary = await loadSummary(tx, row);
    for (const type of types) await createSeeds(tx, ctx, summary, { installationId: row.id, type });
    // The row starts with desired_rev 1 and published_rev 0: it is marked changed by birth.
    afterCommit(tx, () => ctx.after(() => pokeRoom(ctx, row.id)));
    return { ...(await installationToWire(tx, row)), derived: deriveDefaults(usage, provider) };
  });
}
