import { toUuid } from '@home-base/schema/ids/id.ts';
import type { Report } from '@home-base/schema/wire/agent.ts';
import { sql } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { keyColumns } from '../publish/track-statuses.ts';
import type { AgentActor } from './authenticate.ts';

/**
 * Reported resources into their rows, in one statement each for what changed and what is gone. Owner and battery stay as publish wrote them.
 * A full report also ends the rows that it lacks, except those that are listed and that the agent has not come to yet.
 */
export async function storeStatuses(tx: OrgTx, { orgId, installationId }: AgentActor, report: Report): Promise<void> {
  const org = toUuid('org', orgId);
  const installation = toUuid('installation', installationId);
  const rows = report.resources.map(({ key, waitsFor, ...status }) => ({ ...keyColumns(key), ...status, waits_for: waitsFor }));
  if (rows.length > 0)
    await tx.execute(sql`
      insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, sha256, state, health, message, waits_for, conflicts, drift, updated_at)
      select ${org}::uuid, ${installation}::uuid, r.key, r."group", r.kind, r.namespace, r.name, r.sha256, r.state, r.health, r.message, r.waits_for, r.conflicts, r.drift, now()
      from (select distinct on (key) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, "group" text, kind text, namespace text, name text, sha256 text, state text, health text, message text, waits_for text, conflicts jsonb, drift jsonb)) r
      on conflict (org_id, installation_id, key) do update set sha256 = excluded.sha256, state = excluded.state, health = excluded.health,
        message = excluded.message, waits_for = excluded.waits_for, conflicts = excluded.conflicts, drift = excluded.drift, updated_at = excluded.updated_at`);
  const isOurs = sql`org_id = ${org}::uuid and installation_id = ${installation}::uuid`;
  if (report.gone.length > 0)
    await tx.execute(
      sql`delete from resource_statuses where ${isOurs} and key in (select jsonb_array_elements_text(${JSON.stringify(report.gone)}::jsonb))`,
    );
  if (report.full)
    await tx.execute(sql`
      delete from resource_statuses where ${isOurs} and not (state = 'pending' and sha256 is null)
        and key not in (select jsonb_array_elements_text(${JSON.stringify(rows.map((row) => row.key))}::jsonb))`);
}
