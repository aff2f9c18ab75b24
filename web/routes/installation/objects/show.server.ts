import { cnpgName } from '@home-base/catalog/parts/postgres-access.ts';
import { getAddresses } from '@home-base/workers/installations/get-addresses.ts';
import { getFacts } from '@home-base/workers/installations/get-facts.ts';
import { deleteObject } from '@home-base/workers/objects/delete.ts';
import { getObject } from '@home-base/workers/objects/get.ts';
import { getProject } from '@home-base/workers/projects/get.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { confirmSchema } from '../../../parts/confirm-by-name.tsx';
import { handleForm } from '../../../parts/form.server.ts';
import { loadObjectState } from '../../../parts/objects/connection.server.ts';
import { requireObjectAt } from '../../../parts/objects/kind.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/show';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const { kind, installationId, id } = requireObjectAt(params);
  const [object, state, addresses, { facts }] = await forPage(
    Promise.all([
      getObject(ctx, kind.collection, { installationId, id }),
      loadObjectState(ctx, { installationId, owner: id }),
      getAddresses(ctx, { installationId }),
      getFacts(ctx, { installationId }),
    ]),
  );
  const { projectId } = object;
  const project = projectId && (await forPage(getProject(ctx, { installationId, id: projectId })));
  const backups = kind.collection === 'postgresClusters' ? (facts?.backups ?? []) : [];
  return {
    segment: kind.segment,
    object,
    state,
    project: project && { id: project.id, name: project.name },
    urls: addresses.objects[id] ?? [],
    backups: backups.filter(({ cluster }) => cluster === cnpgName(object)).map(({ name }) => name),
  };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const { kind, installationId, id } = requireObjectAt(params);
  const { name } = await forPage(getObject(ctx, kind.collection, { installationId, id }));
  return handleForm(await request.formData(), confirmSchema(name), async ({ confirm }) => {
    await deleteObject(ctx, kind.collection, { installationId, id, confirm: confirm.trim() });
    return redirectWithToast(
      `/installations/${installationId}/${kind.segment}`,
      `${name} is deleted. The agent removes it from the cluster.`,
    );
  });
}
