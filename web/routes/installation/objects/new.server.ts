import { createObject } from '@home-base/workers/objects/create.ts';
import { getObject } from '@home-base/workers/objects/get.ts';
import { withIssuesAt } from '@home-base/workers/refusal.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { handleForm } from '../../../parts/form.server.ts';
import { loadFormChoices } from '../../../parts/objects/form-choices.server.ts';
import { requireKind, specField } from '../../../parts/objects/kind.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/new';

/** Without the battery there is nothing to fill in: the list says what to do. */
export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const kind = requireKind(params.objects);
  const installationId = requireId('installation', params.installationId);
  const choices = await forPage(loadFormChoices(ctx, kind, installationId));
  if (!choices.enabled.includes(kind.battery)) throw redirect(`/installations/${installationId}/${kind.segment}`);
  // Another like one that is there, as when a backup is restored.
  const like = new URL(request.url).searchParams.get('like');
  const model = like ? await forPage(getObject(ctx, kind.collection, { installationId, id: requireId(kind.idKind, like) })) : undefined;
  return { segment: kind.segment, choices, model };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const { collection, segment, form } = requireKind(params.objects);
  const installationId = requireId('installation', params.installationId);
  return handleForm(await request.formData(), form.schema, async ({ spec, projectId }) => {
    const created = await withIssuesAt(specField, () => createObject(ctx, collection, { installationId, spec, projectId }));
    return redirectWithToast(`/installations/${installationId}/${segment}/${created.id}`, `${created.name} is on its way to the cluster.`);
  });
}
