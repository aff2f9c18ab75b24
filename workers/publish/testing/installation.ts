import { releases } from '@home-base/catalog/releases.ts';
import { standIns } from '@home-base/catalog/upstream/ingest.ts';
import { catalogVersion } from '@home-base/catalog/version.ts';
import { batteries, installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { inject } from 'vitest';
import type { Ctx } from '../../context.ts';
import { withSystem } from '../../db/with-system.ts';
import type { TestOrg, World } from '../../testing/world.ts';
import { createTrust, type Trust } from '../../trust/ceremony.ts';
import { storeUpstream } from '../upstream-store.ts';

/** Trust, stand-in upstream and the system's context for tests that publish. */
export async function preparePublishing(world: World): Promise<{ trust: Trust; system: Ctx }> {
  const trust = await createTrust({ now: new Date() });
  world.env.TUF_KEYS = JSON.stringify(trust.onlineKeys);
  const owner = new URL(inject('server').adminUrl);
  owner.pathname = new URL(world.env.DATABASE_URL).pathname;
  const client = new pg.Client({ connectionString: owner.href });
  await client.connect();
  try {
    for (const { version } of releases) await storeUpstream(client, version, { resources: standIns(), standIn: true, report: [] });
  } finally {
    await client.end();
  }
  return { trust, system: world.ctx({ type: 'system', reason: 'test' }) };
}

/** An installation with batteries, as rows: publishing starts from rows. */
export async function makeInstallation(system: Ctx, { orgId }: TestOrg, types: string[]): Promise<Id<'installation'>> {
  return withSystem(system, 'an installation of a test', async (tx) => {
    const name = `test-${crypto.randomUUID().slice(0, 8)}`;
    const [row] = await tx
      .insert(installations)
      .values({ orgId, name, usage: 'development', provider: 'kind', size: 'tiny', catalogVersion })
      .returning({ id: installations.id });
    if (!row) throw new Error('no installation');
    for (const type of types) await tx.insert(batteries).values({ orgId, installationId: row.id, type });
    return row.id;
  });
}

/** A change of rows with its revision, as a verb makes it. */
export async function edit(
  system: Ctx,
  installationId: Id<'installation'>,
  change: (tx: Parameters<Parameters<typeof withSystem>[2]>[0]) => Promise<unknown>,
): Promise<void> {
  await withSystem(system, 'an edit of a test', async (tx) => {
    await change(tx);
    await tx
      .update(installations)
      .set({ desiredRev: sql`${installations.desiredRev} + 1` })
      .where(eq(installations.id, installationId));
  });
}

export async function setConfig(
  system: Ctx,
  installationId: Id<'installation'>,
  type: string,
  config: Record<string, unknown>,
): Promise<void> {
  await edit(system, installationId, (tx) =>
    tx
      .update(batteries)
      .set({ config })
      .where(and(eq(batteries.installationId, installationId), eq(batteries.type, type))),
  );
}

export async function disable(system: Ctx, installationId: Id<'installation'>, type: string): Promise<void> {
  await edit(system, installationId, (tx) =>
    tx.delete(batteries).where(and(eq(batteries.installationId, installationId), eq(batteries.type, type))),
  );
}
