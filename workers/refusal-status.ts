import type { RefusalCode } from '@home-base/schema/wire/problem.ts';

/** The one place where a refusal becomes an HTTP status, for the API and for pages. */
export const refusalStatuses: Record<RefusalCode, { status: number; title: string }> = {
  invalid: { status: 422, title: 'Not acceptable as it is' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'In the way of something else' },
  precondition_failed: { status: 412, title: 'Changed in the meantime' },
  too_large: { status: 413, title: 'Too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  gone: { status: 410, title: 'Gone' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'Something went wrong' },
};
