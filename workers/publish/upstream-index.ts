import type { UpstreamIndex } from '@home-base/catalog/materialize.ts';
import { upstreamResources } from '@home-base/schema/db/tables.ts';
import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';

const cached = new Map<string, UpstreamIndex>();

/** What upstream contributes to a catalog version, kept for the life of the isolate. Empty is not kept: the ingest may still be running. */
export async function upstreamIndex(tx: Tx, catalogVersion: string): Promise<UpstreamIndex> {
  const known = cached.get(catalogVersion);
  if (known) return known;
  const rows = await tx
    .select({
      battery: upstreamResources.battery,
      key: upstreamResources.key,
      sha256: upstreamResources.sha256,
      bytes: upstreamResources.bytes,
    })
    .from(upstreamResources)
    .where(eq(upstreamResources.catalogVersion, catalogVersion));
  if (rows.length > 0) cached.set(catalogVersion, rows);
  return rows;
}
