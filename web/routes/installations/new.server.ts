import { CreateInstallation } from '@home-base/schema/wire/installations.ts';
import { createInstallation } from '@home-base/workers/installations/create.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleOrgForm, orgOfPage } from '../../parts/org-form.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/new';

export function loader({ context }: Route.LoaderArgs) {
  return { orgId: orgOfPage(context.get(appContext).ctx) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleOrgForm(ctx, await request.formData(), CreateInstallation, async (value) => {
    const { id, name, derived } = await createInstallation(ctx, value);
    return redirectWithToast(`/installations/${id}`, `${name} starts with ${derived.batteries.length} batteries. Now connect its cluster.`);
  });
}
