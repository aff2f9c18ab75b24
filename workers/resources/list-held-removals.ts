import type { Id } from '@home-base/schema/ids/id.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import type { HeldRemoval } from '@home-base/schema/wire/resources.ts';
import type { Ctx } from '../context.ts';
import { type ListInput, limitOf, readCursor, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { heldRemovalsOf } from './held-removals.ts';

/** Removals that the agent holds back, by key. */
export async function listHeldRemovals(
  ctx: Ctx,
  { installationId, ...page }: { installationId: Id<'installation'> } & ListInput,
): Promise<List<HeldRemoval>> {
  const limit = limitOf(page);
  const after = readCursor(page.cursor);
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const held = await heldRemovalsOf(tx, installationId);
    const rest = held.filter(({ key }) => after === undefined || key > after);
    return toPage(rest.slice(0, limit + 1), limit, ({ key }) => key);
  });
}
