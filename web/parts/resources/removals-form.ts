import { z } from 'zod';
import { confirmSchema } from '../confirm-by-name.tsx';

/** Removals chosen by key, or all that hold no data; `name` is the installation's. */
export function removalsForm(name: string) {
  return confirmSchema(name)
    .extend({ keys: z.array(z.string()).max(200).default([]), all: z.boolean().default(false) })
    .refine(({ keys, all }) => all || keys.length > 0, { path: ['keys'], error: 'choose at least one' });
}
