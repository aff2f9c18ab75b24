import { refusalStatuses } from '@home-base/workers/refusal-status.ts';
import { data } from 'react-router';
import type { z } from 'zod';
import { handleForm } from './form.server.ts';
import { madeFromName } from './made-from.tsx';

/**
 * `handleForm` for a form that changes what others may change too. `run` is told what the form was made from; `isStale` says that it was refused
 * because somebody changed that since, so that the page offers the newest (parts/form-errors.tsx).
 */
export async function handleEdit<S extends z.ZodType>(
  form: FormData,
  schema: S,
  run: (value: z.output<S>, madeFrom: string | undefined) => Promise<Response>,
) {
  const madeFrom = form.get(madeFromName);
  const answer = await handleForm(form, schema, (value) => run(value, typeof madeFrom === 'string' ? madeFrom : undefined));
  if (answer instanceof Response) return answer;
  const isStale = answer.init?.status === refusalStatuses.precondition_failed.status;
  return data({ ...answer.data, isStale }, answer.init ?? {});
}
