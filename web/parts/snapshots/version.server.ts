import { data } from 'react-router';
import { z } from 'zod';

const Version = z.coerce.number().int().positive().max(2_147_483_647);

/** A snapshot's version from the URL; what cannot be one is the 404 that an unknown one is. */
export function requireVersion(text: string | null | undefined): number {
  const parsed = Version.safeParse(text ?? undefined);
  if (!parsed.success)
    throw data({ code: 'not_found', detail: `There is no snapshot "${text ?? ''}": choose one from the list.` }, { status: 404 });
  return parsed.data;
}
