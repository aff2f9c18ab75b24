import { resourceStatuses } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';

export type HealthState = (typeof healthStates)[number];
export type ResourceState = (typeof resourceStates)[number];

export type ResourceFilter = {
  installationId: Id<'installation'>;
  health?: HealthState | undefined;
  state?: ResourceState | undefined;
  /** Battery type. */
  battery?: string | undefined;
  kind?: string | undefined;
  namespace?: string | undefined;
  /** Id of a battery or object. */
  owner?: string | undefined;
  /** Part of a key, whatever its case. */
  text?: string | undefined;
};

export const statusColumns = {
  key: resourceStatuses.key,
  group: resourceStatuses.group,
  kind: resourceStatuses.kind,
  namespace: resourceStatuses.namespace,
  name: resourceStatuses.name,
  owner: resourceStatuses.owner,
  battery: resourceStatuses.battery,
  sha256: resourceStatuses.sha256,
  state: resourceStatuses.state,
  health: resourceStatuses.health,
  message: resourceStatuses.message,
  waitsFor: resourceStatuses.waitsFor,
  conflicts: resourceStatuses.conflicts,
  drift: resourceStatuses.drift,
  updatedAt: resourceStatuses.updatedAt,
};

/** A resource as the agent reported it last; `sha256` is what was applied, null while nothing of ours is there. */
export type ResourceStatus = Pick<typeof resourceStatuses.$inferSelect, keyof typeof statusColumns>;

export function matches(tx: OrgTx, filter: ResourceFilter): SQL | undefined {
  const { installationId, health, state, battery, kind, namespace, owner, text } = filter;
  const wanted = <T>(value: T | undefined, condition: (value: T) => SQL): SQL | undefined =>
    value === undefined || value === '' ? undefined : condition(value);
  return and(
    eq(resourceStatuses.orgId, tx.orgId),
    eq(resourceStatuses.installationId, installationId),
    wanted(health, (value) => eq(resourceStatuses.health, value)),
    wanted(state, (value) => eq(resourceStatuses.state, value)),
    wanted(battery, (value) => eq(resourceStatuses.battery, value)),
    wanted(kind, (value) => eq(resourceStatuses.kind, value)),
    wanted(namespace, (value) => eq(resourceStatuses.namespace, value)),
    wanted(owner, (value) => eq(resourceStatuses.owner, value)),
    wanted(text, (value) => sql`${resourceStatuses.key} ilike ${`%${value.replace(/[\\%_]/g, '\\$&')}%`}`),
  );
}
