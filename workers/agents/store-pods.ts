import { toUuid } from '@home-base/schema/ids/id.ts';
import type { Pod } from '@home-base/schema/wire/agent.ts';
import { sql } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import type { AgentActor } from './authenticate.ts';

/** Makes the installation's pods exactly these: writes the rows that differ, deletes those that are not among them. */
export async function storePods(tx: OrgTx, { orgId, installationId }: AgentActor, pods: readonly Pod[]): Promise<void> {
  const org = toUuid('org', orgId);
  const installation = toUuid('installation', installationId);
  const rows = JSON.stringify(pods.map(({ startedAt, ...pod }) => ({ ...pod, started_at: startedAt })));
  await tx.execute(sql`
    delete from pods where org_id = ${org}::uuid and installation_id = ${installation}::uuid
      and (namespace, name) not in (select r.namespace, r.name from jsonb_to_recordset(${rows}::jsonb) as r(namespace text, name text))`);
  if (pods.length === 0) return;
  await tx.execute(sql`
    insert into pods (org_id, installation_id, namespace, name, owner, app, phase, ready, restarts, node, started_at, message)
    select distinct on (r.namespace, r.name) ${org}::uuid, ${installation}::uuid, r.*
    from jsonb_to_recordset(${rows}::jsonb) as r(namespace text, name text, owner text, app text, phase text, ready boolean, restarts integer, node text, started_at timestamptz, message text)
    on conflict (org_id, installation_id, namespace, name) do update set owner = excluded.owner, app = excluded.app, phase = excluded.phase,
      ready = excluded.ready, restarts = excluded.restarts, node = excluded.node, started_at = excluded.started_at, message = excluded.message
    where (pods.owner, pods.app, pods.phase, pods.ready, pods.restarts, pods.node, pods.started_at, pods.message)
      is distinct from (excluded.owner, excluded.app, excluded.phase, excluded.ready, excluded.restarts, excluded.node, excluded.started_at, excluded.message)`);
}
