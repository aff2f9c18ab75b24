import type { Id } from '@home-base/schema/ids/id.ts';
import type { Installation } from '@home-base/schema/wire/installations.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from './require.ts';
import { installationToWire } from './to-wire.ts';

export async function getInstallation(ctx: Ctx, input: { installationId: Id<'installation'> }): Promise<Installation> {
  return withOrg(ctx, 'installations:read', async (tx) => installationToWire(tx, await requireInstallation(tx, input.installationId)));
}
