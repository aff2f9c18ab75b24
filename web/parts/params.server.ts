import { type Id, type IdKind, idSchema } from '@home-base/schema/ids/id.ts';
import { data } from 'react-router';

/** An id from the URL; text that cannot be one is the 404 that an unknown id is. */
export function requireId<K extends IdKind>(kind: K, text: string | undefined): Id<K> {
  const parsed = idSchema(kind).safeParse(text);
  if (!parsed.success) throw data({ code: 'not_found', detail: `There is no ${kind} "${text}": check the address.` }, { status: 404 });
  return parsed.data;
}
