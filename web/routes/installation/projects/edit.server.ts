import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { deleteProject } from '@home-base/workers/projects/delete.ts';
import { getProject } from '@home-base/workers/projects/get.ts';
import { updateProject } from '@home-base/workers/projects/update.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleEdit } from '../../../parts/edit.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/edit';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { installationId, projectId } = params;
  return {
    project: await forPage(
      getProject(ctx, { installationId: requireId('installation', installationId), id: requireId('project', projectId) }),
    ),
  };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('project', params.projectId);
  const projects = `/installations/${installationId}/projects`;
  const form = await request.formData();
  if (form.get('intent') === 'delete') {
    await forPage(deleteProject(ctx, { installationId, id }));
    return redirectWithToast(projects, 'The project is deleted. Nothing in the cluster changes.');
  }
  return handleEdit(form, ProjectFields, async (fields, madeFrom) => {
    const { name } = await updateProject(ctx, { installationId, id, ...fields, ifUpdatedAt: madeFrom });
    return redirectWithToast(`${projects}/${id}`, `${name} is saved.`);
  });
}
