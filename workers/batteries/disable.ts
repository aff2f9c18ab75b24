import { getBattery } from '@home-base/catalog/registry.ts';
import { checkDisable } from '@home-base/catalog/rules/batteries.ts';
import { batteries } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { confirmRemoval } from '../installations/confirm-removal.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import { requireBatteryType } from './put.ts';

type Input = { installationId: Id<'installation'>; type: string; confirmDataRemoval?: boolean | undefined };

/**
 * Disables a battery. Refuses while another needs it, while objects live in it, or when it can never be disabled. Its definitions (CRDs) and data
 * stay in the cluster unless `confirmDataRemoval`.
 */
export async function disableBattery(ctx: Ctx, input: Input): Promise<void> {
  const { installationId } = input;
  const type = requireBatteryType(input.type);
  const { name } = getBattery(type);
  return withOrg(ctx, 'batteries:write', async (tx) => {
    const summary = await loadSummary(tx, await requireChangeable(tx, installationId));
    const enabled = summary.batteries.find((battery) => battery.type === type);
    if (!enabled) throw new Refusal('not_found', `${name} is not enabled.`);
    refuseIssues('conflict', `${name} cannot be disabled`, checkDisable(summary, type));
    const [row] = await tx
      .delete(batteries)
      .where(and(eq(batteries.orgId, tx.orgId), eq(batteries.installationId, installationId), eq(batteries.type, type)))
      .returning();
    if (!row) throw new Error(`battery ${type} vanished while its installation was locked`);
    if (input.confirmDataRemoval) await confirmRemoval(tx, { installationId, owner: row.id });
    await record(tx, ctx, {
      action: 'battery.disable',
      targetId: row.id,
      installationId,
      before: { type, config: row.config },
      after: input.confirmDataRemoval ? { confirmDataRemoval: true } : {},
    });
    await markChanged(tx, ctx, installationId);
  });
}
