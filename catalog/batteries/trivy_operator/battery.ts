import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const trivyOperator = defineBattery({
  type: 'trivy_operator',
  group: 'net_sec',
  needs: ['battery_core'],
  name: 'Trivy Operator',
  description: 'Looks for known holes in images and in settings.',
  config: z.object({}),
});
