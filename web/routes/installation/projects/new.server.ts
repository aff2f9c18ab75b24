import { namespacesOf } from '@home-base/catalog/namespaces.ts';
import { kindOf, type NewObject } from '@home-base/catalog/objects/object-kinds.ts';
import { starterObjects } from '@home-base/catalog/starters.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import { createProject } from '@home-base/workers/projects/create.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleForm } from '../../../parts/form.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { toStarter, WizardForm } from '../../../parts/projects/wizard-form.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/new';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { items } = await forPage(listBatteries(ctx, { installationId: requireId('installation', params.installationId) }));
  return { enabled: items.map(({ type }) => type) };
}

/** One form, one transaction: the project with all its objects and the batteries that they need, or nothing. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  return handleForm(await request.formData(), WizardForm, async (form) => {
    const { items } = await listBatteries(ctx, { installationId });
    const objects = starterObjects(toStarter(form), {
      project: form.name,
      size: form.size,
      namespaces: namespacesOf({ batteries: items }),
    });
    const { name, description } = form;
    const asked = objects.map(({ collection, spec }) => ({ kind: kindOf(collection).path, spec }));
    const { id, enabledBatteries } = await createProject(ctx, {
      installationId,
      name,
      description,
      objects: asked,
      enableBatteries: objects.length > 0,
    }).catch((error: unknown) => {
      throw error instanceof Refusal ? namingObjects(error, objects) : error;
    });
    const extra = enabledBatteries.length > 0 ? ' The batteries that it needs are enabled.' : '';
    return redirectWithToast(`/installations/${installationId}/projects/${id}`, `${name} is created.${extra}`);
  });
}

/** The form has no fields for what the objects are made of: an issue of one is said with its name, for the form as a whole. */
function namingObjects(refusal: Refusal, objects: NewObject[]): Refusal {
  if (refusal.issues.length === 0) return refusal;
  const issues = refusal.issues.map(({ path, message }) => {
    if (path === 'name' || path === 'description') return { path, message };
    const object = objects[Number(/^objects\.(\d+)\./.exec(path)?.[1] ?? -1)];
    return { path: '', message: object ? `The ${kindOf(object.collection).noun} "${object.spec.name}": ${message}` : message };
  });
  return new Refusal(refusal.code, 'Nothing was created.', { cause: refusal, issues });
}
