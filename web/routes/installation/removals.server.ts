import { getInstallation } from '@home-base/workers/installations/get.ts';
import { approveRemovals } from '@home-base/workers/resources/approve-removals.ts';
import { listHeldRemovals } from '@home-base/workers/resources/list-held-removals.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { handleForm } from '../../parts/form.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import { removalsForm } from '../../parts/resources/removals-form.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/removals';

const shown = 200;

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const { items, nextCursor } = await forPage(listHeldRemovals(ctx, { installationId, limit: shown }));
  return {
    waiting: items.filter(({ approvedAt, holdsData }) => !approvedAt && !holdsData),
    withData: items.filter(({ approvedAt, holdsData }) => !approvedAt && holdsData),
    approved: items.filter(({ approvedAt }) => approvedAt),
    hasMore: nextCursor !== null,
  };
}

/** `intent` tells the two forms apart. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const form = await request.formData();
  const intent = form.get('intent') === 'data' ? ('data' as const) : ('rest' as const);
  const { name } = await forPage(getInstallation(ctx, { installationId }));
  const answer = await handleForm(form, removalsForm(name), async ({ keys, all, confirm }) => {
    const { approved } = await approveRemovals(ctx, { installationId, confirm, ...(all ? {} : { keys }) });
    return redirectWithToast(
      `/installations/${installationId}/removals`,
      `${approved.length} ${approved.length === 1 ? 'removal' : 'removals'} approved: the agent removes what nothing needs any more.`,
    );
  });
  return answer instanceof Response ? answer : data({ intent, ...answer.data }, answer.init ?? {});
}
