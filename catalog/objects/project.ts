import { z } from 'zod';
import { ObjectName } from './fields.ts';

/** Groups objects; makes no resource of its own. */
export const Project = z.object({
  name: ObjectName.meta({ title: 'Name' }),
  description: z.string().max(1000, 'use at most 1,000 characters').default('').meta({ title: 'Description' }),
});
export type Project = z.output<typeof Project>;
