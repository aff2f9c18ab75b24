import { type Refusal as RefusalType, Refusal } from '@home-base/workers/refusal.ts';
import { data } from 'react-router';
import type { z } from 'zod';
import { statusOfRefusal, toPageError } from './refusal.server.ts';
import { parseForm } from './zod-form.ts';

/**
 * The server side of a form: parse, do, redirect. Bad input and refusals that can be mended in the form (invalid, conflict, precondition) come
 * back as `{ result }` with status 400–422 for `useZodForm`; other refusals become the page's error.
 */
export async function handleForm<S extends z.ZodType, R>(formData: FormData, schema: S, run: (value: z.output<S>) => Promise<R>) {
  const submission = parseForm(formData, schema);
  if (submission.status !== 'success') return data({ result: submission.reply() }, { status: submission.status === 'error' ? 400 : 200 });
  try {
    return await run(submission.value);
  } catch (error) {
    if (!(error instanceof Refusal) || !mendable.has(error.code)) throw toPageError(error);
    return data({ result: submission.reply({ formErrors: formErrors(error), fieldErrors: fieldErrors(error) }) }, { status: statusOfRefusal(error.code) });
  }
}

const mendable = new Set<RefusalType['code']>(['invalid', 'conflict', 'precondition_failed', 'too_large', 'rate_limited', 'unauthenticated', 'forbidden', 'gone', 'unavailable']);

function formErrors(refusal: RefusalType): string[] {
  const loose = refusal.issues.filter((issue) => !issue.path).map((issue) => issue.message);
  return refusal.issues.length > 0 && loose.length === 0 ? [] : [refusal.publicText, ...loose];
}

function fieldErrors(refusal: RefusalType): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of refusal.issues) if (path) (errors[formName(path)] ??= []).push(message);
  return errors;
}

/** `users.0.username` → `users[0].username`, the way form fields are named. */
function formName(path: string): string {
  return path.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
