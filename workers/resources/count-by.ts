import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, count, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { type ResourceCounts, sumCounts } from './list-resources.ts';

type Input = { installationId: Id<'installation'>; by: 'owner' | 'battery' | 'kind' | 'namespace'; among?: readonly string[] };

/**
 * Counts of an installation's resources, one for each value of the column `by`; `among` narrows it to these values. One query, so that a list
 * of objects or batteries shows its health without a question for each row. What has no resource has no counts.
 */
export async function countResourcesBy(ctx: Ctx, input: Input): Promise<Record<string, ResourceCounts>> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    return selectCountsBy(tx, input);
  });
}

/** The same inside a transaction that has looked for the installation already. */
export async function selectCountsBy(tx: OrgTx, { installationId, by, among }: Input): Promise<Record<string, ResourceCounts>> {
  if (among?.length === 0) return {};
  const column = resourceStatuses[by];
  const { health, state } = resourceStatuses;
  const rows = await tx
    .select({ value: column, health, state, rows: count() })
    .from(resourceStatuses)
    .where(
      and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId), among && inArray(column, [...among])),
    )
    .groupBy(column, health, state);
  const values = new Set(rows.flatMap((row) => (row.value === null ? [] : [row.value])));
  return Object.fromEntries([...values].map((value) => [value, sumCounts(rows.filter((row) => row.value === value))]));
}
