import { z } from 'zod';

/** Query of a change that must not overwrite anyone's. */
export const IfUpdatedAt = z.object({
  ifUpdatedAt: z.iso.datetime().optional().meta({
    description: 'The `updatedAt` that the change was made from: refused with 412 when someone changed it since. Absent: overwrites.',
  }),
});
