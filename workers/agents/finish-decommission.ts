import { installations } from '@home-base/schema/db/tables.ts';
import { toUuid } from '@home-base/schema/ids/id.ts';
import type { Report } from '@home-base/schema/wire/agent.ts';
import { and, eq, sql } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';
import type { AgentActor } from './authenticate.ts';

/**
 * The end of a deleted installation: its agent follows the manifest that lists nothing, and no resource is left in the cluster. Then its rows go.
 * True when they did.
 */
export async function finishDecommission(tx: OrgTx, ctx: Ctx, { orgId, installationId }: AgentActor, report: Report): Promise<boolean> {
  if (report.phase !== 'applied' || report.version === undefined || report.heldRemovals.length > 0) return false;
  // Not `publishedRev = desiredRev`: a fact that came along raises the latter, and no report follows the publish that makes no new snapshot.
  const listsNothing = sql`exists (select 1 from snapshots s where s.org_id = ${toUuid('org', orgId)}::uuid and s.installation_id = ${toUuid('installation', installationId)}::uuid and s.version = ${report.version} and s.resource_count = 0)`;
  const left = sql`exists (select 1 from resource_statuses r where r.org_id = ${toUuid('org', orgId)}::uuid and r.installation_id = ${toUuid('installation', installationId)}::uuid)`;
  const [gone] = await tx
    .delete(installations)
    .where(
      and(
        eq(installations.orgId, orgId),
        eq(installations.id, installationId),
        eq(installations.decommission, true),
        eq(installations.publishedVersion, report.version),
        sql`${listsNothing} and not ${left}`,
      ),
    )
    .returning({ name: installations.name });
  if (!gone) return false;
  await record(tx, ctx, { action: 'installation.decommissioned', targetId: installationId, installationId, before: { name: gone.name } });
  return true;
}
