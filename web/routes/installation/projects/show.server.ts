import type { Id } from '@home-base/schema/ids/id.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { updateObject } from '@home-base/workers/objects/update.ts';
import { getProject } from '@home-base/workers/projects/get.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { requireObjectAt } from '../../../parts/objects/kind.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { loadUnassigned } from '../../../parts/projects/unassigned.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/show';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const [project, addresses, batteries, unassigned] = await forPage(
    Promise.all([
      getProject(ctx, { installationId, id: requireId('project', params.projectId) }),
      getAddresses(ctx, { installationId }),
      listBatteries(ctx, { installationId }),
      loadUnassigned(ctx, installationId),
    ]),
  );
  return { project, urls: addresses.objects, enabled: batteries.items.map(({ type }) => type), unassigned };
}

/** `add`: the objects whose boxes are checked come in. `remove`: one goes out. Neither touches the cluster. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('project', params.projectId);
  const here = `/installations/${installationId}/projects/${id}`;
  const form = await request.formData();
  const out = form.get('remove');
  if (typeof out === 'string') {
    const name = await move(ctx, installationId, out, null);
    return redirectWithToast(here, `${name} is not in this project any more. It goes on as it is.`);
  }
  const chosen = form.getAll('object').filter((value) => typeof value === 'string');
  if (chosen.length === 0) return redirectWithToast(here, 'Nothing was chosen: check what should come into the project.', 'warn');
  // One after the other: each locks the installation.
  for (const value of chosen) await move(ctx, installationId, value, id);
  return redirectWithToast(
    here,
    chosen.length === 1 ? 'One object is in the project now.' : `${chosen.length} objects are in the project now.`,
  );
}

async function move(ctx: Ctx, installationId: Id<'installation'>, value: string, projectId: Id<'project'> | null): Promise<string> {
  const [objects = '', objectId = ''] = value.split('/');
  const { kind, id } = requireObjectAt({ installationId, objects, id: objectId });
  return (await forPage(updateObject(ctx, kind.collection, { installationId, id, changes: {}, projectId }))).name;
}
