import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const roboSre = defineBattery({
  type: 'robo_sre',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Robo SRE',
  description:
    'Undoes what others changed in managed resources, tries again what failed and reports what stays unhealthy. The agent does that everywhere; enabling this adds nothing to the cluster.',
  config: z.object({}),
});
