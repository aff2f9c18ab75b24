import { CreateInstallation } from '@home-base/schema/wire/installations.ts';
import { createInstallation } from '@home-base/workers/installations/create.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleForm } from '../../parts/form.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/new';

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleForm(await request.formData(), CreateInstallation, async (value) => {
    const { id, name, derived } = await createInstallation(ctx, value);
    return redirectWithToast(`/installations/${id}`, `${name} starts with ${derived.batteries.length} batteries. Now connect its cluster.`);
  });
}
