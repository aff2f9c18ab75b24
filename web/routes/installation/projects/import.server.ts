import type { Id } from '@home-base/schema/ids/id.ts';
import type { ImportPreview } from '@home-base/schema/wire/project-export.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { importProject } from '@home-base/workers/projects/import.ts';
import { previewImport } from '@home-base/workers/projects/preview-import.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { refusalStatuses } from '@home-base/workers/refusal-status.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { requireId } from '../../../parts/params.server.ts';
import {
  documentText,
  type ImportChoice,
  type ImportProblem,
  partOfProblem,
  readChoice,
  readDocumentText,
} from '../../../parts/projects/import-form.ts';
import { requireForPage } from '../../../parts/refusal.server.ts';
import { redirectWithToast } from '../../../parts/toast.server.ts';
import type { Route } from './+types/import';

/** What the page shows after a document came: the text goes with the form, for nothing is stored before it is imported. */
type Answer = {
  text: string;
  problem?: string;
  preview?: ImportPreview;
  problems?: ImportProblem[];
  exclude?: string[];
  refused?: string[];
};

/** `import` creates; everything else only looks. Both answer with a preview, so that what is wrong can be mended and tried again. */
export async function action({ request, context, params }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  // Before the form is read: a megabyte of it costs, whoever sends it.
  requireForPage(ctx.actor, 'objects:write');
  const form = await request.formData();
  const text = await documentText(form);
  const read = readDocumentText(text);
  if ('problem' in read) return data<Answer>({ text, problem: read.problem }, { status: 400 });
  const { choice: chosen, wrong } = readChoice(form);
  const choice = { document: read.document, ...chosen };
  let refused =
    wrong.length > 0 ? new Refusal('invalid', wrong.join(' '), { issues: wrong.map((message) => ({ path: '', message })) }) : undefined;
  if (form.get('intent') === 'import' && !refused) {
    try {
      const { id, name } = await importProject(ctx, { installationId, ...choice });
      return redirectWithToast(`/installations/${installationId}/projects/${id}`, `${name} is imported. The cluster follows.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused = error;
    }
  }
  return preview(ctx, installationId, text, choice, refused);
}

async function preview(ctx: Ctx, installationId: Id<'installation'>, text: string, choice: ImportChoice, refused: Refusal | undefined) {
  try {
    const { enableBatteries: _, ...asked } = choice;
    const found = await previewImport(ctx, { installationId, ...asked });
    const offered = new Set<string>();
    const problems = found.problems.map((problem) => {
      const part = partOfProblem(choice.document, problem.path);
      // Two problems of one part are solved by one box.
      if (!part || offered.has(part)) return problem;
      offered.add(part);
      return { ...problem, part };
    });
    const answer: Answer = { text, preview: found, problems, exclude: choice.exclude };
    if (!refused) return data<Answer>(answer);
    // A preview says what is wrong with the document; what it does not say is said as it was refused.
    const known = found.problems.map(({ message }) => message);
    const unsaid = refused.issues.map(({ message }) => message).filter((message) => !known.includes(message));
    const reasons = refused.issues.length > 0 ? unsaid : [refused.publicText];
    return data<Answer>({ ...answer, refused: reasons }, { status: refusalStatuses[refused.code].status });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reasons = [
      error.publicText,
      ...error.issues.map(({ path, message }) => `${path.replace(/^document\.payload\./, '')}: ${message}`),
    ];
    return data<Answer>({ text, problem: reasons.slice(0, 6).join(' ') }, { status: refusalStatuses[error.code].status });
  }
}
