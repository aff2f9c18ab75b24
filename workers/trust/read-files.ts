import { tufFiles, tufRoots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { listedNames } from '../agents/blobs.ts';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { withSystem } from '../db/with-system.ts';
import { requireInstallation } from '../installations/require.ts';
import { callRoom } from '../live/room-call.ts';
import { loadBlobs } from '../publish/blob-store.ts';
import { Refusal } from '../refusal.ts';
import { findRoot } from './roots.ts';

type InRepository = { installationId: Id<'installation'> };

/** Newest timestamp, from the room that signs them. */
export async function readTimestamp(ctx: Ctx, { installationId }: InRepository): Promise<string> {
  await withOrg(ctx, 'trust:read', (tx) => requireReadable(tx, ctx, installationId));
  return (await callRoom(ctx, installationId, '/timestamp')).text();
}

/** A signed file or manifest by its path below `tuf/`; immutable. Refuses `not_found`: to a TUF client that is an answer. */
export async function readTufFile(ctx: Ctx, { installationId, path }: InRepository & { path: string }): Promise<string> {
  return withOrg(ctx, 'trust:read', async (tx) => {
    await requireReadable(tx, ctx, installationId);
    const root = /^(\d{1,9})\.root\.json$/.exec(path)?.[1];
    const [file] =
      root === undefined
        ? await tx
            .select({ body: tufFiles.body })
            .from(tufFiles)
            .where(and(eq(tufFiles.orgId, tx.orgId), eq(tufFiles.installationId, installationId), eq(tufFiles.path, path)))
        : await tx
            .select({ body: tufRoots.body })
            .from(tufRoots)
            .where(eq(tufRoots.version, Number(root)));
    if (!file) throw new Refusal('not_found', `The repository of ${installationId} has no file ${path}.`);
    return file.body;
  });
}

/** A page or resource that any snapshot of the installation lists, by its sha256; for auditors, who check the hash themselves. */
export async function readBlob(ctx: Ctx, { installationId, sha256 }: InRepository & { sha256: string }): Promise<string> {
  return withOrg(ctx, 'trust:read', async (tx) => {
    await requireReadable(tx, ctx, installationId);
    const listed = await listedNames(tx, { orgId: tx.orgId, installationId });
    const text = listed.has(sha256) ? (await loadBlobs(tx, tx.orgId, [sha256])).get(sha256) : undefined;
    if (text === undefined) throw new Refusal('not_found', `No recent snapshot of ${installationId} lists the blob ${sha256}.`);
    return text;
  });
}

/** The root with these bytes. Public: its name is the proof of what it is. */
export async function readRoot(ctx: Ctx, sha256: string): Promise<string> {
  const root = await withSystem(ctx, 'public trust root', (tx) => findRoot(tx, sha256));
  if (!root)
    throw new Refusal('not_found', `There is no trusted root with the sha256 ${sha256}. Make a new one-liner on the installation’s page.`);
  return root.body;
}

/** An agent sees its own installation only: a neighbour in the same org looks like none. */
async function requireReadable(tx: OrgTx, { actor }: Ctx, installationId: Id<'installation'>): Promise<void> {
  if (actor.type === 'agent' && actor.installationId !== installationId)
    throw new Refusal('not_found', `There is no installation ${installationId}.`);
  await requireInstallation(tx, installationId);
}
