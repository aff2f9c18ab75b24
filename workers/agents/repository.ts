import { installations, snapshots, tufFiles } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { manifestTarget, metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import type { Repository } from '../publish/write-snapshot.ts';
import { listRoots, type StoredRoot } from '../trust/roots.ts';

/** A repository as bundles are made from: parsed once, kept while its version is the newest. */
export type Served = Repository & { parsed: Manifest };

export function serve(repository: Repository): Served {
  return { ...repository, parsed: Manifest.parse(JSON.parse(repository.manifest)) };
}

/** The newest published state with its signed files. Undefined before the first publish, and for an installation that is gone. */
export async function loadRepository(ctx: Ctx, installationId: Id<'installation'>): Promise<Served | undefined> {
  return withSystem(ctx, 'room: load the published state', async (tx) => {
    const [latest] = await tx
      .select({
        orgId: snapshots.orgId,
        version: snapshots.version,
        tufVersion: snapshots.tufVersion,
        manifestSha256: snapshots.manifestSha256,
      })
      .from(snapshots)
      .where(eq(snapshots.installationId, installationId))
      .orderBy(desc(snapshots.version))
      .limit(1);
    if (!latest) return undefined;
    const paths = {
      manifest: targetPath(manifestTarget, latest.manifestSha256),
      targets: metadataPath('targets', latest.tufVersion),
      snapshot: metadataPath('snapshot', latest.tufVersion),
    };
    const files = await tx
      .select({ path: tufFiles.path, body: tufFiles.body })
      .from(tufFiles)
      .where(
        and(eq(tufFiles.orgId, latest.orgId), eq(tufFiles.installationId, installationId), inArray(tufFiles.path, Object.values(paths))),
      );
    const bodyOf = (path: string) => {
      const file = files.find((candidate) => candidate.path === path);
      if (!file) throw new Error(`installation ${installationId} lists ${path} but does not store it`);
      return file.body;
    };
    return serve({ ...latest, manifest: bodyOf(paths.manifest), targets: bodyOf(paths.targets), snapshot: bodyOf(paths.snapshot) });
  });
}

/** Newest versions as the database has them: what the room compares its memory with. */
export async function readVersions(
  ctx: Ctx,
  installationId: Id<'installation'>,
): Promise<{ version: number; tufVersion: number; lags: boolean } | undefined> {
  return withSystem(ctx, 'room: is its memory current', async (tx) => {
    const [row] = await tx
      .select({
        version: snapshots.version,
        tufVersion: snapshots.tufVersion,
        published: installations.publishedRev,
        desired: installations.desiredRev,
      })
      .from(installations)
      .leftJoin(snapshots, and(eq(snapshots.orgId, installations.orgId), eq(snapshots.installationId, installations.id)))
      .where(eq(installations.id, installationId))
      .orderBy(desc(snapshots.version))
      .limit(1);
    return row ? { version: row.version ?? 0, tufVersion: row.tufVersion ?? 0, lags: row.published < row.desired } : undefined;
  });
}

export async function loadRoots(ctx: Ctx): Promise<StoredRoot[]> {
  return withSystem(ctx, 'room: trusted roots', listRoots);
}
