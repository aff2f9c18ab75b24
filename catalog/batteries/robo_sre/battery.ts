import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const roboSre = defineBattery({
  type: 'robo_sre',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Robo SRE',
  description: 'Finds what is wrong in the cluster, mends what it can and checks that it helped.',
  config: z.object({}),
});
