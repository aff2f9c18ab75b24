import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const karpenter = defineBattery({
  type: 'karpenter',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Karpenter',
  description: 'Adds and removes nodes on AWS as pods need them.',
  config: z.object({}),
});
