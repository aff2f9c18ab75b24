import type { Id } from '@home-base/schema/ids/id.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { compareEntries, type EntryChanges } from '../publish/compose.ts';
import { entriesOfSnapshot } from './snapshot-rows.ts';

export type KeyChange = { key: string; owner: string; stage: number };
export type KeyChanges = { added: KeyChange[]; changed: KeyChange[]; removed: KeyChange[] };

/** Keys that differ between two snapshots; `diffResource` shows the fields of one. */
export async function diffSnapshots(
  ctx: Ctx,
  input: { installationId: Id<'installation'>; from: number; to: number },
): Promise<KeyChanges & { from: number; to: number }> {
  const { installationId, from, to } = input;
  return withOrg(ctx, 'snapshots:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const before = await entriesOfSnapshot(tx, { installationId, version: from });
    const after = await entriesOfSnapshot(tx, { installationId, version: to });
    return { from, to, ...keyChanges(compareEntries(before, after)) };
  });
}

/** By stage, then key: the order in which the agent would go. */
export function keyChanges({ added, changed, removed }: EntryChanges): KeyChanges {
  const sorted = (entries: readonly Entry[]) =>
    entries.map(([key, , , stage, owner]) => ({ key, owner, stage })).sort((a, b) => a.stage - b.stage || (a.key < b.key ? -1 : 1));
  return { added: sorted(added), changed: sorted(changed), removed: sorted(removed) };
}
