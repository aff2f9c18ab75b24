import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { idPrefixes, toUuid } from '@home-base/schema/ids/id.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { EntryChanges } from './compose.ts';
import type { InstallationRow } from './read-summary.ts';

/** Battery of a user's object, by the prefix of its id. */
const batteryOfObject: Record<string, string> = Object.fromEntries(
  Object.values(objectKinds).map(({ idKind, battery }) => [idPrefixes[idKind], battery]),
);

/**
 * Gives every newly listed resource a row (pending, health unknown) with its owner and battery, so that the console shows what is coming before
 * the agent says a word. A dropped one that was never applied loses its row; the others keep theirs until the agent reports them gone.
 */
export async function trackStatuses(
  tx: Tx,
  { orgId, id }: Pick<InstallationRow, 'orgId' | 'id'>,
  { added, changed, removed }: EntryChanges,
): Promise<void> {
  const org = toUuid('org', orgId);
  const installation = toUuid('installation', id);
  const rows = [...added, ...changed].map(([key, , , , owner]) => ({
    ...keyColumns(key),
    owner,
    battery: batteryOfObject[owner.slice(0, owner.indexOf('_'))] ?? null,
  }));
  if (rows.length > 0)
    await tx.execute(sql`
      insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, owner, battery, state, health)
      select ${org}::uuid, ${installation}::uuid, r.key, r."group", r.kind, r.namespace, r.name, r.owner, coalesce(r.battery, b.type), 'pending', 'unknown'
      from jsonb_to_recordset(${JSON.stringify(withBatteryIds(rows))}::jsonb) as r(key text, "group" text, kind text, namespace text, name text, owner text, battery text, battery_id uuid)
      left join batteries b on b.org_id = ${org}::uuid and b.id = r.battery_id
      on conflict (org_id, installation_id, key) do update set owner = excluded.owner, battery = coalesce(excluded.battery, resource_statuses.battery)`);
  if (removed.length > 0)
    await tx.execute(sql`
      delete from resource_statuses where org_id = ${org}::uuid and installation_id = ${installation}::uuid and sha256 is null and state = 'pending'
        and key in (select jsonb_array_elements_text(${JSON.stringify(removed.map(([key]: Entry) => key))}::jsonb))`);
}

/** Columns that a key says. */
export function keyColumns(key: string): { key: string; group: string; kind: string; namespace: string | null; name: string } {
  const { group, kind, namespace, name } = parseKey(key);
  return { key, group, kind, namespace: namespace ?? null, name };
}

function withBatteryIds<T extends { owner: string }>(rows: T[]): (T & { battery_id: string | null })[] {
  return rows.map((row) => ({ ...row, battery_id: row.owner.startsWith(`${idPrefixes.battery}_`) ? toUuid('battery', row.owner) : null }));
}
