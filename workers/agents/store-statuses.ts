import { toUuid } from '@home-base/schema/ids/id.ts';
import { mostResources, type Report } from '@home-base/schema/wire/agent.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrgTx } from '../db/with-org.ts';
import { latestEntries } from '../publish/latest-entries.ts';
import { keyColumns, trackStatuses } from '../publish/track-statuses.ts';
import type { AgentActor } from './authenticate.ts';

const Keys = z.array(z.object({ key: z.string() }));

/**
 * Reported resources into their rows, in one statement each for what changed and what is gone. Owner and battery stay as publish wrote them; a row
 * that is not there yet gets them from the newest snapshot. What that snapshot lists keeps a row, whatever the report lacks.
 */
export async function storeStatuses(tx: OrgTx, { orgId, installationId }: AgentActor, report: Report): Promise<void> {
  const org = toUuid('org', orgId);
  const installation = toUuid('installation', installationId);
  const isOurs = sql`org_id = ${org}::uuid and installation_id = ${installation}::uuid`;
  const rows = report.resources.map(({ key, waitsFor, ...status }) => ({ ...keyColumns(key), ...status, waits_for: waitsFor }));
  const ownerless = rows.length === 0 ? [] : await upsert();
  if (report.gone.length > 0) await tx.execute(sql`delete from resource_statuses where ${isOurs} and key in (${texts(report.gone)})`);
  const whole = isWhole(report);
  if (ownerless.length === 0 && report.gone.length === 0 && !whole) return;

  const listed = await latestEntries(tx, { orgId, installationId });
  const added = [...ownerless, ...report.gone].map((key) => listed.get(key)).filter((entry) => entry !== undefined);
  if (added.length > 0) await trackStatuses(tx, { orgId, id: installationId }, { added, changed: [], removed: [] });
  if (whole)
    await tx.execute(sql`
      delete from resource_statuses where ${isOurs} and not (state = 'pending' and sha256 is null)
        and key not in (${texts(rows.map((row) => row.key))}) and key not in (${texts([...listed.keys()])})`);

  async function upsert(): Promise<string[]> {
    const { rows: found } = await tx.execute(sql`
      with put as (
        insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, sha256, state, health, message, waits_for, conflicts, drift, updated_at)
        select ${org}::uuid, ${installation}::uuid, r.key, r."group", r.kind, r.namespace, r.name, r.sha256, r.state, r.health, r.message, r.waits_for, r.conflicts, r.drift, now()
        from (select distinct on (key) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, "group" text, kind text, namespace text, name text, sha256 text, state text, health text, message text, waits_for text, conflicts jsonb, drift jsonb)) r
        on conflict (org_id, installation_id, key) do update set sha256 = excluded.sha256, state = excluded.state, health = excluded.health,
          message = excluded.message, waits_for = excluded.waits_for, conflicts = excluded.conflicts, drift = excluded.drift, updated_at = excluded.updated_at
        returning key, owner)
      select key from put where owner is null`);
    return Keys.parse(found).map(({ key }) => key);
  }
}

/**
 * True when what the report lacks is gone. An agent that began again sends everything it knows before it has looked at everything (`starting`,
 * `applying`), and a full report of the largest size is only the first part of one.
 */
export function isWhole({ full, phase, resources }: Report): boolean {
  return full && hasLooked(phase) && resources.length < mostResources;
}

/** Phases that an agent reaches only after a whole round. */
export function hasLooked(phase: string | null): boolean {
  return phase === 'applied' || phase === 'failed';
}

/** Whether rows that nothing lists any more have not been spoken of since this agent's process began: it may have died before it said that they are gone. */
export async function hasForgotten(tx: OrgTx, { orgId, installationId }: AgentActor, report: Report): Promise<boolean> {
  const upMs = Math.max(0, Date.parse(report.sentAt) - Date.parse(report.agent.startedAt));
  const { rows } = await tx.execute(sql`
    select key from resource_statuses
    where org_id = ${toUuid('org', orgId)}::uuid and installation_id = ${toUuid('installation', installationId)}::uuid
      and updated_at < now() - ${upMs} * interval '1 millisecond' and not (state = 'pending' and sha256 is null)`);
  if (rows.length === 0) return false;
  const listed = await latestEntries(tx, { orgId, installationId });
  return Keys.parse(rows).some(({ key }) => !listed.has(key));
}

function texts(values: readonly string[]) {
  return sql`select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)`;
}
