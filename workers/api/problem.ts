import type { Problem } from '@home-base/schema/wire/problem.ts';
import type { Ctx } from '../context.ts';
import { findUniqueViolation } from '../db/errors.ts';
import { loggedError } from '../logged-error.ts';
import { Refusal } from '../refusal.ts';
import { refusalStatuses } from '../refusal-status.ts';

/** RFC 9457 answer to whatever was thrown. A refusal shows its text; anything else is logged whole and shows a fixed one. */
export function problemOf(error: unknown, ctx: Pick<Ctx, 'requestId' | 'log'>): Response {
  const refusal = asRefusal(error);
  if (!refusal || refusal.code === 'internal' || refusal.code === 'unavailable') ctx.log('error', 'a request failed', loggedError(error));
  const code = refusal?.code ?? 'internal';
  const { status, title } = refusalStatuses[code];
  const problem: Problem = {
    type: `urn:home-base:problem:${code}`,
    title,
    status,
    code,
    detail: refusal?.publicText ?? `Something went wrong on our side. Name this request when you ask about it: ${ctx.requestId}.`,
    requestId: ctx.requestId,
    ...(refusal && refusal.issues.length > 0 ? { issues: refusal.issues } : {}),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': ctx.requestId });
  if (refusal?.retryAfterSeconds !== undefined) headers.set('retry-after', String(refusal.retryAfterSeconds));
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  return new Response(JSON.stringify(problem), { status, headers });
}

/** Two requests that made the same thing at once: the second runs into the database's own rule, past the verb's. */
function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (findUniqueViolation(error) !== undefined)
    return new Refusal('conflict', 'Someone else made the same thing at the same time. Look at what is there and try again.', {
      cause: error,
    });
  return undefined;
}
