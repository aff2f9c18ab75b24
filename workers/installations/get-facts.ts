import type { Id } from '@home-base/schema/ids/id.ts';
import type { Facts } from '@home-base/schema/wire/agent.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from './require.ts';

/** What the agent said last about its cluster; null before its first report. */
export async function getFacts(ctx: Ctx, input: { installationId: Id<'installation'> }): Promise<{ facts: Facts | null }> {
  return withOrg(ctx, 'installations:read', async (tx) => ({ facts: (await requireInstallation(tx, input.installationId)).facts }));
}
