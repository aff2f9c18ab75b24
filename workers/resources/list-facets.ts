import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, count, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';

export type ResourceFacets = { kinds: string[]; namespaces: string[]; batteries: string[] };

/** The values that the filters of the resource list can take, sorted. One pass over the installation's rows. */
export async function listResourceFacets(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<ResourceFacets> {
  return withOrg(ctx, 'resources:read', async (tx) => {
    await requireInstallation(tx, installationId);
    const { kind, namespace, battery } = resourceStatuses;
    const rows = await tx
      .select({ kind, namespace, battery, rows: count() })
      .from(resourceStatuses)
      .where(and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId)))
      .groupBy(kind, namespace, battery);
    return {
      kinds: distinct(rows.map((row) => row.kind)),
      namespaces: distinct(rows.map((row) => row.namespace)),
      batteries: distinct(rows.map((row) => row.battery)),
    };
  });
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}
