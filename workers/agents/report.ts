import { agentEvents, agents } from '@home-base/schema/db/tables.ts';
import { toUuid } from '@home-base/schema/ids/id.ts';
import type { Report, ReportResponse } from '@home-base/schema/wire/agent.ts';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { nudgeBrowsers, pokeRoom } from '../live/poke.ts';
import { Refusal } from '../refusal.ts';
import type { AgentActor } from './authenticate.ts';
import { finishDecommission } from './finish-decommission.ts';
import { reportEvents } from './report-events.ts';
import { storeFacts } from './store-facts.ts';
import { storePods } from './store-pods.ts';
import { hasForgotten, hasLooked, isWhole, storeStatuses } from './store-statuses.ts';

type Verdict = { accepted: true; resync: boolean; poke: boolean } | { accepted: false; text: string };

/**
 * Takes an agent's report. Its counter must rise: one that does not is a replay or comes from a second holder of the key, is refused
 * (`conflict`) and noted as a suspected clone. A counter that skipped means a lost report: the answer asks for a full one. So it does when an agent
 * that began again has looked at everything and does not speak of rows that nothing lists.
 */
export async function takeReport(ctx: Ctx, report: Report): Promise<ReportResponse> {
  const { actor } = ctx;
  if (actor.type !== 'agent') throw new Refusal('forbidden', 'Only an agent reports.');
  const verdict = await withOrg(ctx, 'agent:sync', async (tx): Promise<Verdict> => {
    const counted = await countReport(tx, ctx, actor, report);
    if (typeof counted === 'string') return { accepted: false, text: counted };
    await storeStatuses(tx, actor, report);
    await dropDoneRemovals(tx, actor, report);
    if (await finishDecommission(tx, ctx, actor, report)) return { accepted: true, resync: false, poke: true };
    if (report.pods) await storePods(tx, actor, report.pods);
    const poke = report.facts ? await storeFacts(tx, actor, report.facts) : false;
    const events = reportEvents(report);
    if (events.length > 0) {
      const { orgId, installationId } = actor;
      await tx.insert(agentEvents).values(events.map((event) => ({ orgId, installationId, ...event })));
    }
    const isLost = !report.full && report.counter !== counted.previous + 1;
    const isBack = !report.full && hasLooked(report.phase) && !hasLooked(counted.phase);
    return { accepted: true, resync: isLost || (isBack && (await hasForgotten(tx, actor, report))), poke };
  });
  ctx.after(() => nudgeBrowsers(ctx, actor.installationId));
  if (!verdict.accepted) throw new Refusal('conflict', verdict.text);
  if (verdict.poke) ctx.after(() => pokeRoom(ctx, actor.installationId));
  return { accepted: true, resync: verdict.resync, serverTime: ctx.now().toISOString() };
}

/** One UPDATE compares and stores the counter, so that of two reports with the same one exactly one wins. */
async function countReport(
  tx: OrgTx,
  ctx: Ctx,
  actor: AgentActor,
  report: Report,
): Promise<{ previous: number; phase: string | null } | string> {
  const of = and(eq(agents.orgId, actor.orgId), eq(agents.id, actor.id));
  const [before] = await tx
    .select({ counter: agents.counter, phase: agents.phase, revokedAt: agents.revokedAt })
    .from(agents)
    .where(of)
    .for('update');
  if (!before || before.revokedAt)
    throw new Refusal('unauthenticated', 'This agent’s key was revoked in Home Base. Enrol again with a new token to go on.');
  const [counted] = await tx
    .update(agents)
    .set({
      counter: report.counter,
      lastSeenAt: ctx.now(),
      version: report.agent.version,
      phase: report.phase,
      followedVersion: report.version ?? null,
      rssBytes: report.agent.rssBytes,
      ...(report.applied ? { applied: report.applied } : {}),
      ...(report.facts ? { kubernetesVersion: report.facts.kubernetesVersion } : {}),
    })
    .where(and(of, lt(agents.counter, report.counter), isNull(agents.revokedAt)))
    .returning({ id: agents.id });
  if (counted) return { previous: before.counter, phase: before.phase };
  const text = `Report ${report.counter} does not rise above ${before.counter}, the last one accepted: it was replayed, or a second agent holds this key. Revoke the agent and enrol it anew if that is so.`;
  await tx.update(agents).set({ cloneSuspectedAt: ctx.now() }).where(of);
  const { orgId, installationId } = actor;
  await tx.insert(agentEvents).values({ orgId, installationId, at: ctx.now(), type: 'clone_suspected', code: 'counter', detail: text });
  return text;
}

/** A confirmed removal is done when its key is gone; after a full report of the applied, current version also when nothing of it was ever there. */
async function dropDoneRemovals(tx: OrgTx, { orgId, installationId }: AgentActor, report: Report): Promise<void> {
  const whole = isWhole(report) && report.phase === 'applied';
  if (report.gone.length === 0 && !whole) return;
  const there = JSON.stringify(report.resources.map((resource) => resource.key));
  await tx.execute(sql`
    delete from confirmed_removals c where c.org_id = ${toUuid('org', orgId)}::uuid and c.installation_id = ${toUuid('installation', installationId)}::uuid and (
      c.key in (select jsonb_array_elements_text(${JSON.stringify(report.gone)}::jsonb))
      or (${whole} and c.key not in (select jsonb_array_elements_text(${there}::jsonb))
        and exists (select 1 from installations i where i.org_id = c.org_id and i.id = c.installation_id and i.published_rev = i.desired_rev and i.published_version = ${report.version ?? 0})))`);
}
