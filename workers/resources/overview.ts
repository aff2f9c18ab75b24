import { resourceStatuses, snapshots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, count, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { type Agent, agentsOf } from '../agents/list-agents.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { isOfInstallation, type Snapshot, snapshotColumns } from '../snapshots/snapshot-rows.ts';
import { type ResourceStatus, statusColumns } from './filter.ts';
import { type AgentEvent, eventsOf } from './get-resource.ts';
import { type ResourceCounts, sumCounts } from './list-resources.ts';

export type Overview = {
  /** In one word: what a person should know first. */
  summary: 'waiting-for-agent' | 'agent-silent' | 'publishing' | 'publish-failed' | 'applying' | 'degraded' | 'paused' | 'healthy';
  counts: ResourceCounts;
  batteries: { battery: string; counts: ResourceCounts }[];
  /** Pending, waiting, failed, removing and held resources; failures first, at most 200. */
  inMotion: ResourceStatus[];
  /** Applied but not healthy; the worst first, at most 200. */
  unhealthy: ResourceStatus[];
  desiredRev: number;
  publishedRev: number;
  publishedVersion: number;
  /** Why the newest revision is not published; it is tried again. */
  publishFailure: { reason: string; at: Date; attempts: number } | undefined;
  snapshot: Snapshot | undefined;
  /** The agent that was heard last and is not revoked. */
  agent: Agent | undefined;
  agentOnline: boolean;
  events: AgentEvent[];
};

/** An agent reports at least once a minute while all is well. */
const silentAfterMs = 3 * 60_000;
const listed = 200;

/** Health at a glance, what is being applied now, what waits for what, and why something is red. */
export async function getOverview(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<Overview> {
  return withOrg(ctx, 'installations:read', async (tx) => {
    const installation = await requireInstallation(tx, installationId);
    const { battery, health, state, key } = resourceStatuses;
    const of = and(eq(resourceStatuses.orgId, tx.orgId), eq(resourceStatuses.installationId, installationId));
    const groups = await tx
      .select({ battery, health, state, rows: count() })
      .from(resourceStatuses)
      .where(of)
      .groupBy(battery, health, state);
    const failedFirst = sql`case ${state} when 'failed' then 0 when 'held' then 1 when 'waiting' then 2 else 3 end`;
    const worstFirst = sql`case ${health} when 'degraded' then 0 when 'missing' then 1 when 'progressing' then 2 else 3 end`;
    const inMotion = await tx
      .select(statusColumns)
      .from(resourceStatuses)
      .where(and(of, ne(state, 'applied')))
      .orderBy(failedFirst, key)
      .limit(listed);
    const isUnhealthy = and(of, eq(state, 'applied'), or(inArray(health, ['degraded', 'missing', 'progressing'])));
    const unhealthy = await tx.select(statusColumns).from(resourceStatuses).where(isUnhealthy).orderBy(worstFirst, key).limit(listed);
    const [snapshot] = await tx
      .select(snapshotColumns)
      .from(snapshots)
      .where(isOfInstallation(tx, installationId))
      .orderBy(desc(snapshots.version))
      .limit(1);
    const agents = await agentsOf(tx, installationId);
    const agent = agents.filter((one) => !one.revokedAt).sort((a, b) => (b.lastSeenAt?.getTime() ?? 0) - (a.lastSeenAt?.getTime() ?? 0))[0];
    const agentOnline = agent?.lastSeenAt ? ctx.now().getTime() - agent.lastSeenAt.getTime() < silentAfterMs : false;
    const { desiredRev, publishedRev, publishedVersion, failedReason, failedAt, failures, paused } = installation;
    const counts = sumCounts(groups);
    const publishFailure =
      failedReason !== null && failedAt !== null ? { reason: failedReason, at: failedAt, attempts: failures } : undefined;
    const isLagging = desiredRev > publishedRev;
    return {
      summary: summarize({
        agent,
        agentOnline,
        isLagging,
        hasFailed: publishFailure !== undefined && isLagging,
        paused,
        counts,
        publishedVersion,
      }),
      counts,
      batteries: [...new Set(groups.map((row) => row.battery ?? 'other'))]
        .sort()
        .map((name) => ({ battery: name, counts: sumCounts(groups.filter((row) => (row.battery ?? 'other') === name)) })),
      inMotion,
      unhealthy,
      desiredRev,
      publishedRev,
      publishedVersion,
      publishFailure,
      snapshot,
      agent,
      agentOnline,
      events: await eventsOf(tx, installationId, undefined, 20),
    };
  });
}

type Signs = {
  agent: Agent | undefined;
  agentOnline: boolean;
  isLagging: boolean;
  hasFailed: boolean;
  paused: boolean;
  counts: ResourceCounts;
  publishedVersion: number;
};

/** Pure: the first thing that is not as it should be. */
export function summarize({ agent, agentOnline, isLagging, hasFailed, paused, counts, publishedVersion }: Signs): Overview['summary'] {
  if (hasFailed) return 'publish-failed';
  if (!agent) return 'waiting-for-agent';
  if (!agentOnline) return 'agent-silent';
  if (paused) return 'paused';
  const { state, health } = counts;
  // Held ones are no fault: data of a disabled battery stays so until a person confirms its removal.
  if (state.failed + health.degraded > 0) return 'degraded';
  if (isLagging) return 'publishing';
  const isBehind = (agent.applied?.version ?? 0) < publishedVersion;
  if (isBehind || state.pending + state.waiting + state.removing + health.progressing + health.missing > 0) return 'applying';
  return 'healthy';
}
