import { createEnrolmentToken } from '@home-base/workers/installations/create-enrolment-token.ts';
import { getFacts } from '@home-base/workers/installations/get-facts.ts';
import { countResourcesByStage } from '@home-base/workers/resources/count-by-stage.ts';
import { listHeldRemovals } from '@home-base/workers/resources/list-held-removals.ts';
import { getOverview } from '@home-base/workers/resources/overview.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { findStuckPods } from '../../parts/objects/pods.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import type { Route } from './+types/home';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const overview = await forPage(getOverview(ctx, { installationId }));
  const lanes = await forPage(countResourcesByStage(ctx, { installationId }));
  const { facts } = await forPage(getFacts(ctx, { installationId }));
  const held = overview.counts.state.held > 0 ? (await forPage(listHeldRemovals(ctx, { installationId, limit: 200 }))).items : [];
  const open = held.filter(({ approvedAt }) => approvedAt === null);
  const stuckPods = await forPage(findStuckPods(ctx, { installationId, unhealthy: overview.unhealthy }));
  return { overview, lanes, facts, stuckPods, held: { all: open.length, withData: open.filter(({ holdsData }) => holdsData).length } };
}

/** Makes the line to paste. No redirect: the token exists only in this answer. */
export async function action({ context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const madeAt = ctx.now().toISOString();
  return {
    enrolment: {
      ...(await forPage(createEnrolmentToken(ctx, { installationId: requireId('installation', params.installationId) }))),
      madeAt,
    },
  };
}
