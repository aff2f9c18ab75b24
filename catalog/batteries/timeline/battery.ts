import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const timeline = defineBattery({
  type: 'timeline',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Timeline',
  description:
    'Every change, who made it and what came of it, in order. Home Base records that for every installation; enabling this adds nothing to the cluster.',
  config: z.object({}),
});
