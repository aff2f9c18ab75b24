import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const notebooks = defineBattery({
  type: 'notebooks',
  group: 'ai',
  needs: ['battery_core', 'istio_gateway'],
  name: 'Notebooks',
  description: 'Jupyter notebooks with storage of their own.',
  config: z.object({}),
});
