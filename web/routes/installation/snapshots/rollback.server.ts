import { previewRollback } from '@home-base/workers/snapshots/preview-rollback.ts';
import { rollback } from '@home-base/workers/snapshots/rollback.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { z } from 'zod';
import { handleEdit } from '../../../parts/edit.server.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { requireVersion } from '../../../parts/snapshots/version.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/rollback';

export async function loader({ context, params }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return {
    preview: await forPage(
      previewRollback(ctx, { installationId: requireId('installation', params.installationId), version: requireVersion(params.version) }),
    ),
  };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  return handleEdit(await request.formData(), z.object({}), async (_, madeFrom) => {
    const ifDesiredRev = madeFrom === undefined ? undefined : Number(madeFrom);
    const done = await rollback(ctx, { installationId, version: requireVersion(params.version), ifDesiredRev });
    return redirectWithToast(
      `/installations/${installationId}/snapshots/${done.version}`,
      `Rolled back: snapshot ${done.version} is what ${done.rollbackOf} was.`,
    );
  });
}
