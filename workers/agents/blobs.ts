import { snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { BlobsResponse } from '@home-base/schema/wire/agent.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { entriesOf, loadPages } from '../publish/load-pages.ts';
import { Refusal } from '../refusal.ts';
import type { ReadTexts } from './bundle.ts';

const answerBytes = 4 << 20;
/** Snapshots whose blobs an agent may still ask for: it may be busy with an older one. */
export const servedSnapshots = 20;

/** As many of the named blobs as fit 4 MiB, at least one, in the order asked. All must be listed: `not_found` names the first that is not. */
export async function answerBlobs(
  names: readonly string[],
  isListed: (name: string) => boolean,
  readBlobs: ReadTexts,
): Promise<BlobsResponse> {
  const stranger = names.find((name) => !isListed(name));
  if (stranger) throw new Refusal('not_found', `No snapshot of this installation lists the blob ${stranger}.`);
  const blobs: Record<string, string> = {};
  const chunk = 40;
  let left = answerBytes;
  for (let start = 0; start < names.length; start += chunk) {
    const some = names.slice(start, start + chunk);
    const texts = await readBlobs(some);
    for (const name of some) {
      const text = texts.get(name);
      if (text === undefined) throw new Error(`blob ${name} is listed but not stored`);
      const bytes = Buffer.byteLength(text);
      if (bytes > left && Object.keys(blobs).length > 0) return { blobs };
      blobs[name] = text;
      left -= bytes;
    }
  }
  return { blobs };
}

/** Every blob and page that the newest snapshots of an installation list. */
export async function listedNames(
  tx: Tx,
  installation: { orgId: Id<'org'>; installationId: Id<'installation'> },
  newest = servedSnapshots,
): Promise<Set<string>> {
  const { orgId, installationId } = installation;
  const rows = await tx
    .select({ pages: snapshots.pages })
    .from(snapshots)
    .where(and(eq(snapshots.orgId, orgId), eq(snapshots.installationId, installationId)))
    .orderBy(desc(snapshots.version))
    .limit(newest);
  const pages = new Set(rows.flatMap((row) => row.pages.map((page) => page.sha256)));
  const names = new Set(pages);
  for (const [name, text] of await loadPages(tx, orgId, pages)) for (const [, sha256] of entriesOf(name, text)) names.add(sha256);
  return names;
}
