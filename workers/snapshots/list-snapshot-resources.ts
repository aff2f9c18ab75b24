import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { and, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type ListInput, limitOf, readCursor, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { entriesOfSnapshot, type SnapshotName } from './snapshot-rows.ts';

export type SnapshotResource = {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  sha256: string;
  bytes: number;
  stage: number;
  owner: string;
  /** How the cluster stands now; absent when the agent reports nothing under this key (any more). `isApplied`: these very bytes are there. */
  live?: { battery: string | null; state: string; health: string; message: string | null; isApplied: boolean };
};

/** What a snapshot lists, by key, each with its present state in the cluster. */
export async function listSnapshotResources(ctx: Ctx, input: SnapshotName & ListInput): Promise<List<SnapshotResource>> {
  const limit = limitOf(input);
  const after = readCursor(input.cursor);
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const entries = await entriesOfSnapshot(tx, input);
    const start = after === undefined ? 0 : entries.findIndex(([key]) => key > after);
    const page = toPage(start < 0 ? [] : entries.slice(start, start + limit + 1), limit, ([key]) => key);
    const { battery, state, health, message, sha256, key } = resourceStatuses;
    const live = await tx
      .select({ key, battery, state, health, message, sha256 })
      .from(resourceStatuses)
      .where(
        and(
          eq(resourceStatuses.orgId, tx.orgId),
          eq(resourceStatuses.installationId, input.installationId),
          inArray(
            key,
            page.items.map(([name]) => name),
          ),
        ),
      );
    const byKey = new Map(live.map((row) => [row.key, row]));
    const items = page.items.map(([name, digest, bytes, stage, owner]): SnapshotResource => {
      const { kind, namespace, name: objectName } = parseKey(name);
      const row = byKey.get(name);
      return {
        key: name,
        kind,
        ...(namespace === undefined ? {} : { namespace }),
        name: objectName,
        sha256: digest,
        bytes,
        stage,
        owner,
        ...(row
          ? { live: { battery: row.battery, state: row.state, health: row.health, message: row.message, isApplied: row.sha256 === digest } }
          : {}),
      };
    });
    return { ...page, items };
  });
}
