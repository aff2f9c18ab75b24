import { ListQuery } from '@home-base/schema/wire/list.ts';

/** `limit` and `cursor` of the page's address; what is wrong counts as not given. */
export function listQuery(request: Request, limit = 50): ListQuery {
  const parsed = ListQuery.safeParse({ limit, cursor: new URL(request.url).searchParams.get('cursor') ?? undefined });
  return parsed.success ? parsed.data : { limit };
}
