import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { getObject } from '@home-base/workers/objects/get.ts';
import { updateObject } from '@home-base/workers/objects/update.ts';
import { withIssuesAt } from '@home-base/workers/refusal.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleEdit } from '../../../parts/edit.server.ts';
import { loadFormChoices } from '../../../parts/objects/form-choices.server.ts';
import { requireObjectAt, specField } from '../../../parts/objects/kind.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/edit';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { kind, installationId, id } = requireObjectAt(params);
  const [object, choices] = await forPage(
    Promise.all([getObject(ctx, kind.collection, { installationId, id }), loadFormChoices(ctx, kind, installationId)]),
  );
  return { segment: kind.segment, object, choices };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const { kind, installationId, id } = requireObjectAt(params);
  return handleEdit(await request.formData(), kind.form.schema, async ({ spec, projectId = null }, madeFrom) => {
    const values: Record<string, unknown> = spec;
    // The form shows all fields: an optional one that it left empty is taken away.
    const changes = Object.fromEntries(
      Object.keys(objectKinds[kind.collection].schema.shape).map((field) => [field, values[field] ?? null]),
    );
    const { name } = await withIssuesAt(specField, () =>
      updateObject(ctx, kind.collection, { installationId, id, changes, projectId, ifUpdatedAt: madeFrom }),
    );
    return redirectWithToast(`/installations/${installationId}/${kind.segment}/${id}`, `${name} is saved. The cluster follows.`);
  });
}
