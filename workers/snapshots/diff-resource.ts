import type { Id } from '@home-base/schema/ids/id.ts';
import { pageOf } from '@home-base/schema/wire/manifest.ts';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { loadBlobs } from '../publish/blob-store.ts';
import { entriesOf, loadPages } from '../publish/load-pages.ts';
import { Refusal } from '../refusal.ts';
import { diffFields, type FieldChange } from './diff-fields.ts';
import { requireSnapshot, type SnapshotName } from './snapshot-rows.ts';

const JsonObject = z.record(z.string(), z.unknown());
export type DesiredResource = { sha256: string; stage: number; owner: string; resource: Record<string, unknown> };

/** One resource in two snapshots, field by field. Refuses `not_found` when neither lists it. Blobs hold recipes, never a Secret's values. */
export async function diffResource(
  ctx: Ctx,
  input: { installationId: Id<'installation'>; from: number; to: number; key: string },
): Promise<{
  key: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  fields: FieldChange[];
}> {
  const { installationId, from, to, key } = input;
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const before = (await findDesired(tx, { installationId, version: from }, key))?.resource;
    const after = (await findDesired(tx, { installationId, version: to }, key))?.resource;
    if (!before && !after) throw new Refusal('not_found', `Neither snapshot ${from} nor ${to} lists ${key}.`);
    return { key, ...(before ? { before } : {}), ...(after ? { after } : {}), fields: diffFields(before, after) };
  });
}

/** What a snapshot wants a resource to be; undefined when it does not list the key. Reads one page and one blob. */
export async function findDesired(tx: OrgTx, name: SnapshotName, key: string): Promise<DesiredResource | undefined> {
  const { pages } = await requireSnapshot(tx, name);
  const page = pages[pageOf(key)];
  if (!page) throw new Error(`snapshot ${name.version} of ${name.installationId} has ${pages.length} pages`);
  const text = (await loadPages(tx, tx.orgId, [page.sha256])).get(page.sha256) ?? '[]';
  const entry = entriesOf(page.sha256, text).find(([listed]) => listed === key);
  if (!entry) return undefined;
  const [, sha256, , stage, owner] = entry;
  const blob = (await loadBlobs(tx, tx.orgId, [sha256])).get(sha256);
  if (blob === undefined) throw new Error(`blob ${sha256} of ${key} is listed but not stored`);
  return { sha256, stage, owner, resource: JsonObject.parse(JSON.parse(blob)) };
}
