import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const vmAgent = defineBattery({
  type: 'vm_agent',
  group: 'monitoring',
  needs: ['battery_core', 'victoria_metrics'],
  name: 'VM Agent',
  description: 'Collects metrics from everything that offers them.',
  config: z.object({}),
});
