import type { Id } from '@home-base/schema/ids/id.ts';
import type { RefusalCode } from '@home-base/schema/wire/problem.ts';
import { type Permission, requirePermission } from '@home-base/workers/access.ts';
import type { Actor } from '@home-base/workers/context.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { refusalStatuses } from '@home-base/workers/refusal-status.ts';
import { data, redirect } from 'react-router';

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

/** The org that the actor may do this in, for a page: refuses as `forPage` does. */
export function requireForPage(actor: Actor, permission: Permission): Id<'org'> {
  try {
    return requirePermission(actor, permission);
  } catch (error) {
    throw toPageError(error);
  }
}

export function toPageError(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  if (error.code === 'unauthenticated') return redirect('/sign-in');
  return data({ code: error.code, detail: error.publicText } satisfies RefusalPage, { status: refusalStatuses[error.code].status });
}
