import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { and, asc, count, gt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type ListInput, limitOf, readCursor, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { type HealthState, matches, type ResourceFilter, type ResourceState, type ResourceStatus, statusColumns } from './filter.ts';

/** Resources by key. The cursor is the last key, so a page costs the same wherever it is. */
export async function listResources(ctx: Ctx, input: ResourceFilter & ListInput): Promise<List<ResourceStatus>> {
  const limit = limitOf(input);
  const after = readCursor(input.cursor);
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, input.installationId);
    const rows = await tx
      .select(statusColumns)
      .from(resourceStatuses)
      .where(and(matches(tx, input), after === undefined ? undefined : gt(resourceStatuses.key, after)))
      .orderBy(asc(resourceStatuses.key))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => row.key);
  });
}

export type ResourceCounts = { total: number; health: Record<HealthState, number>; state: Record<ResourceState, number> };

/** How many resources match, by health and by state. */
export async function countResources(ctx: Ctx, filter: ResourceFilter): Promise<ResourceCounts> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, filter.installationId);
    const { health, state } = resourceStatuses;
    return sumCounts(
      await tx.select({ health, state, rows: count() }).from(resourceStatuses).where(matches(tx, filter)).groupBy(health, state),
    );
  });
}

/** Pure: grouped rows into totals, with a zero for what does not occur. */
export function sumCounts(rows: readonly { health: HealthState; state: ResourceState; rows: number }[]): ResourceCounts {
  const sum = (isIt: (row: (typeof rows)[number]) => boolean) => rows.reduce((total, row) => (isIt(row) ? total + row.rows : total), 0);
  return {
    total: sum(() => true),
    health: fromKeys(healthStates, (name) => sum((row) => row.health === name)),
    state: fromKeys(resourceStates, (name) => sum((row) => row.state === name)),
  };
}

function fromKeys<K extends string>(keys: readonly K[], countOf: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, countOf(key)])) as Record<K, number>;
}
