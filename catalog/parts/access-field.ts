import { z } from 'zod';

/** Config field: who may open pages that have no sign-in of their own. */
export const AccessField = z.enum(['closed', 'signed_in', 'anyone']).default('signed_in').meta({
  title: 'Open from outside for',
  description:
    'signed_in: reachable through the gateway once single sign-on stands before it. anyone: also without single sign-on. closed: not at all.',
});
export type Access = z.output<typeof AccessField>;
