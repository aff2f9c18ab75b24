import { visibilities } from '@home-base/schema/wire/project-export.ts';
import { exportProject } from '@home-base/workers/projects/export.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { redirect } from 'react-router';
import { z } from 'zod';
import { requireId } from '../../../parts/params.server.ts';
import { outermost, readLeftOut } from '../../../parts/projects/export-parts.ts';
import { toPageError } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/export-file';

const Asked = z.enum(visibilities).catch('private');

/** Someone who opens the address of the file itself is led to where it is made. */
export function loader({ params }: Route.LoaderArgs) {
  return redirect(`/installations/${params.installationId}/projects/${params.projectId}/export`);
}

/** The signed document as a file. What is refused leads back to the choices, with the reason. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const id = requireId('project', params.projectId);
  const form = await request.formData();
  const visibility = Asked.parse(form.get('visibility'));
  const leftOut = readLeftOut(form);
  if ('problem' in leftOut) return redirectWithToast(`/installations/${installationId}/projects/${id}/export`, leftOut.problem, 'bad');
  const { exclude } = leftOut;
  try {
    const document = await exportProject(ctx, { installationId, id, visibility, exclude: outermost(exclude) });
    return new Response(`${JSON.stringify(document, null, 2)}\n`, {
      headers: {
        'content-type': 'application/json',
        // A project's name has no character that would need quoting.
        'content-disposition': `attachment; filename="${document.payload.name}.project.json"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found' || error.code === 'unauthenticated') throw toPageError(error);
    const again = new URLSearchParams([['visibility', visibility], ...exclude.map((path) => ['exclude', path])]);
    return redirectWithToast(`/installations/${installationId}/projects/${id}/export?${again}`, error.publicText, 'bad');
  }
}
