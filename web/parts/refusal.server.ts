import type { RefusalCode } from '@home-base/schema/wire/problem.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { data, redirect } from 'react-router';

const statuses: Record<RefusalCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  rate_limited: 429,
  gone: 410,
  unavailable: 503,
  internal: 500,
};

export function statusOfRefusal(code: RefusalCode): number {
  return statuses[code];
}

/** What an error boundary is given of a refusal. */
export type RefusalPage = { code: RefusalCode; detail: string };

/** Awaits a verb for a page: a refusal becomes the page's error with its own words and status, "sign in first" becomes the way there. */
export async function forPage<T>(verb: Promise<T>): Promise<T> {
  try {
    return await verb;
  } catch (error) {
    throw toPageError(error);
  }
}

export function toPageError(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  if (error.code === 'unauthenticated') return redirect('/sign-in');
  return data({ code: error.code, detail: error.publicText } satisfies RefusalPage, { status: statuses[error.code] });
}
