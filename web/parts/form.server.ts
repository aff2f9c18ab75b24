import { Refusal } from '@home-base/workers/refusal.ts';
import { refusalStatuses } from '@home-base/workers/refusal-status.ts';
import { data } from 'react-router';
import type { z } from 'zod';
import { parseForm } from './zod-form.ts';

/**
 * The server side of a form: parse, do, redirect. Bad input and refusals come back as `{ result }` with their status for `useZodForm`, which keeps
 * what was typed; the issues of a refusal land on their fields.
 */
export async function handleForm<S extends z.ZodType, R>(formData: FormData, schema: S, run: (value: z.output<S>) => Promise<R>) {
  const submission = parseForm(formData, schema);
  if (submission.status !== 'success') return data({ result: submission.reply() }, { status: submission.status === 'error' ? 400 : 200 });
  try {
    return await run(submission.value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return data(
      { result: submission.reply({ formErrors: formErrors(error), fieldErrors: fieldErrors(error) }) },
      { status: refusalStatuses[error.code].status },
    );
  }
}

function formErrors(refusal: Refusal): string[] {
  const loose = refusal.issues.filter((issue) => !issue.path).map((issue) => issue.message);
  return refusal.issues.length > 0 && loose.length === 0 ? [] : [refusal.publicText, ...loose];
}

function fieldErrors(refusal: Refusal): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of refusal.issues) if (path) errors[formName(path)] = [...(errors[formName(path)] ?? []), message];
  return errors;
}

/** `users.0.username` → `users[0].username`, the way form fields are named. */
function formName(path: string): string {
  return path.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
