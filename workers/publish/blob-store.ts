import { gunzipSync, gzipSync } from 'node:zlib';
import { blobs, upstreamBlobs } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';

export type Packed = { sha256: string; bytes: number; encoding: 'identity' | 'gzip'; body: Uint8Array };

const worthPackingBytes = 400;
const rowsPerInsert = 500;

/** The stored form of a text: gzip where that is smaller. `sha256` is of the plain bytes. */
export function pack(sha256: string, text: string): Packed {
  const plain = Buffer.from(text);
  const packed = plain.length < worthPackingBytes ? plain : gzipSync(plain, { level: 6 });
  return packed.length < plain.length
    ? { sha256, bytes: plain.length, encoding: 'gzip', body: packed }
    : { sha256, bytes: plain.length, encoding: 'identity', body: plain };
}

export function unpack({ encoding, body }: Pick<Packed, 'encoding' | 'body'>): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Blobs are immutable by name: one that is there already stays as it is. */
export async function insertBlobs(tx: Tx, orgId: Id<'org'>, packed: Packed[]): Promise<void> {
  for (let start = 0; start < packed.length; start += rowsPerInsert) {
    const rows = packed.slice(start, start + rowsPerInsert).map((blob) => ({ orgId, ...blob }));
    await tx.insert(blobs).values(rows).onConflictDoNothing();
  }
}

/** Texts of the named blobs of an org, and of upstream's where the org has none of that name. Names that nobody knows are absent. */
export async function loadBlobs(tx: Tx, orgId: Id<'org'>, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < names.length; start += rowsPerInsert) {
    const some = names.slice(start, start + rowsPerInsert);
    const own = await tx
      .select()
      .from(blobs)
      .where(and(eq(blobs.orgId, orgId), inArray(blobs.sha256, some)));
    for (const row of own) found.set(row.sha256, unpack(row));
    const rest = some.filter((name) => !found.has(name));
    if (rest.length === 0) continue;
    for (const row of await tx.select().from(upstreamBlobs).where(inArray(upstreamBlobs.sha256, rest))) found.set(row.sha256, unpack(row));
  }
  return found;
}
