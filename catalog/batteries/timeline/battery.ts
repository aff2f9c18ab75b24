import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const timeline = defineBattery({
  type: 'timeline',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Timeline',
  description: 'Keeps what happened in the cluster, in order.',
  config: z.object({}),
});
