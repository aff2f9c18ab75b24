import { z } from 'zod';

/** Losing data asks for the battery's name; disabling alone does not, for it can be enabled again. */
export function disableForm(name: string) {
  return z
    .object({ removeData: z.boolean().default(false), confirm: z.string().optional() })
    .refine(({ removeData, confirm }) => !removeData || confirm?.trim() === name, {
      path: ['confirm'],
      error: `type ${name} to confirm that its data is lost`,
    });
}
