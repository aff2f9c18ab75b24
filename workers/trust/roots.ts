import { tufRoots } from '@home-base/schema/db/tables.ts';
import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';

export type StoredRoot = { version: number; sha256: string; body: string };

const columns = { version: tufRoots.version, sha256: tufRoots.sha256, body: tufRoots.body };

/** All roots, oldest first. */
export function listRoots(tx: Tx): Promise<StoredRoot[]> {
  return tx.select(columns).from(tufRoots).orderBy(asc(tufRoots.version));
}

/** The root with these bytes; public, because its name is the proof of what it is. */
export async function findRoot(tx: Tx, sha256: string): Promise<StoredRoot | undefined> {
  const [root] = await tx.select(columns).from(tufRoots).where(eq(tufRoots.sha256, sha256));
  return root;
}
