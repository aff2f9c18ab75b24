import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { type Stage, stageNames, stageOf, stages } from '@home-base/schema/kube/stage.ts';
import { and, count, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';

/** How far one stage of the apply is. `waiting` counts what waits for another resource, held removals included. */
export type StageTally = { stage: Stage; name: string; total: number; applied: number; failed: number; waiting: number };

/** The stages in their order, each with what of it is applied. One query, whatever the number of resources. */
export async function countResourcesByStage(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<StageTally[]> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const { group, kind, state } = resourceStatuses;
    const rows = await tx
      .select({ group, kind, state, rows: count() })
      .from(resourceStatuses)
      .where(and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId)))
      .groupBy(group, kind, state);
    const tallies = new Map<Stage, StageTally>(
      Object.values(stages).map((stage) => [stage, { stage, name: stageNames[stage], total: 0, applied: 0, failed: 0, waiting: 0 }]),
    );
    for (const row of rows) {
      const tally = tallies.get(stageOf({ apiVersion: row.group ? `${row.group}/v1` : 'v1', kind: row.kind }));
      if (!tally) continue;
      tally.total += row.rows;
      if (row.state === 'applied') tally.applied += row.rows;
      if (row.state === 'failed') tally.failed += row.rows;
      if (row.state === 'waiting' || row.state === 'held') tally.waiting += row.rows;
    }
    return [...tallies.values()];
  });
}
