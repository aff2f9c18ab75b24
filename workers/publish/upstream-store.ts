import { indexUpstream } from '@home-base/catalog/upstream/index-upstream.ts';
import type { Ingested } from '@home-base/catalog/upstream/ingest.ts';
import type { PgClient } from '../trust/store-root.ts';
import { pack } from './blob-store.ts';

/**
 * Stores what was ingested as the upstream of a catalog version: blobs, and the index that says which battery lists which. Node side, as the
 * owner of the database (start, deployment). Running it again with the same bytes changes nothing; with others (true CRDs after stand-ins) the
 * index follows, and the installations of that version are published anew.
 */
export async function storeUpstream(
  client: PgClient,
  catalogVersion: string,
  ingested: Ingested,
): Promise<{ resources: number; changed: number }> {
  const { index, blobs } = indexUpstream(ingested.resources);
  const { rows } = await client.query('select battery, key, sha256 from upstream_resources where catalog_version = $1', [catalogVersion]);
  const stored = new Set(rows.map(({ battery, key, sha256 }) => `${battery} ${key} ${sha256}`));
  const wanted = new Set(index.map(({ battery, key, sha256 }) => `${battery} ${key} ${sha256}`));
  const isSame = stored.size === wanted.size && [...wanted].every((row) => stored.has(row));
  if (isSame) return { resources: index.length, changed: 0 };
  await client.query('begin');
  try {
    for (const [sha256, text] of blobs) {
      const { bytes, encoding, body } = pack(sha256, text);
      await client.query('insert into upstream_blobs (sha256, bytes, encoding, body) values ($1, $2, $3, $4) on conflict do nothing', [
        sha256,
        bytes,
        encoding,
        body,
      ]);
    }
    await client.query('delete from upstream_resources where catalog_version = $1', [catalogVersion]);
    for (const { battery, key, sha256, bytes } of index)
      await client.query(
        'insert into upstream_resources (catalog_version, battery, key, sha256, bytes, stand_in) values ($1, $2, $3, $4, $5, $6)',
        [catalogVersion, battery, key, sha256, bytes, String(ingested.standIn)],
      );
    await client.query('set local role hb_system');
    await client.query('update installations set desired_rev = desired_rev + 1 where catalog_version = $1', [catalogVersion]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return { resources: index.length, changed: [...wanted].filter((row) => !stored.has(row)).length };
}
