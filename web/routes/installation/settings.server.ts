import { listAgents } from '@home-base/workers/agents/list-agents.ts';
import { revokeAgent } from '@home-base/workers/agents/revoke-agent.ts';
import { createEnrolmentToken } from '@home-base/workers/installations/create-enrolment-token.ts';
import { deleteInstallation } from '@home-base/workers/installations/delete.ts';
import { getInstallation } from '@home-base/workers/installations/get.ts';
import { pauseInstallation } from '@home-base/workers/installations/pause.ts';
import { resumeInstallation } from '@home-base/workers/installations/resume.ts';
import { updateInstallation } from '@home-base/workers/installations/update.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { confirmSchema } from '../../parts/confirm-by-name.tsx';
import { handleEdit } from '../../parts/edit.server.ts';
import { handleForm } from '../../parts/form.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import { SettingsForm } from '../../parts/settings-form.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/settings';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return { agents: await forPage(listAgents(ctx, { installationId: requireId('installation', params.installationId) })) };
}

/** One form an intent; what each does is in its verb. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const here = `/installations/${installationId}/settings`;
  const form = await request.formData();
  switch (form.get('intent')) {
    case 'pause':
      await forPage(pauseInstallation(ctx, { installationId }));
      return redirectWithToast(here, 'Paused: the agent changes nothing until you resume.', 'warn');
    case 'resume':
      await forPage(resumeInstallation(ctx, { installationId }));
      return redirectWithToast(here, 'Resumed: the agent catches up now.');
    case 'enrol':
      // No redirect: the token exists only in this answer.
      return data({
        intent: 'enrol' as const,
        enrolment: { ...(await forPage(createEnrolmentToken(ctx, { installationId }))), madeAt: ctx.now().toISOString() },
      });
    case 'revoke': {
      const agentId = requireId('agent', String(form.get('agentId')));
      await forPage(revokeAgent(ctx, { installationId, agentId }));
      return redirectWithToast(here, 'Revoked: that agent gets nothing any more. What it applied stays.');
    }
    case 'delete': {
      const { name } = await forPage(getInstallation(ctx, { installationId }));
      const answer = await handleForm(form, confirmSchema(name), async ({ confirm }) => {
        const { state } = await deleteInstallation(ctx, { installationId, confirm });
        return state === 'deleted'
          ? redirectWithToast('/installations', `${name} is deleted.`)
          : redirectWithToast(`/installations/${installationId}`, `${name} is being taken down.`, 'warn');
      });
      return answer instanceof Response ? answer : data({ intent: 'delete' as const, ...answer.data }, answer.init ?? {});
    }
    default: {
      const answer = await handleEdit(form, SettingsForm, async ({ madeFrom, ...changes }) => {
        await updateInstallation(ctx, { installationId, ...changes, ifSettings: madeFrom });
        return redirectWithToast(here, 'Saved.');
      });
      return answer instanceof Response ? answer : data({ intent: 'update' as const, ...answer.data }, answer.init ?? {});
    }
  }
}
