import { sha256Hex } from '@home-base/schema/kube/sha256.ts';

/** The part of pg's Client that is used: Node side, as the owner of the database (start, deployment). */
export type PgClient = { query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }> };

/** Stores `{version}.root.json`, byte for byte. A version that is there with other bytes is refused: agents may trust it already. */
export async function storeRoot(client: PgClient, root: { version: number; rootJson: string }): Promise<void> {
  const sha256 = sha256Hex(root.rootJson);
  const { rows } = await client.query('select sha256 from tuf_roots where version = $1', [root.version]);
  const stored = rows[0]?.sha256;
  if (stored === sha256) return;
  if (stored !== undefined)
    throw new Error(
      `root ${root.version} is stored with sha256 ${String(stored)}, not ${sha256}: a root that is out in the world cannot be replaced, make the next version`,
    );
  await client.query('insert into tuf_roots (version, sha256, body) values ($1, $2, $3)', [root.version, sha256, root.rootJson]);
}
