import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const victoriaMetrics = defineBattery({
  type: 'victoria_metrics',
  group: 'monitoring',
  needs: ['battery_core'],
  name: 'Victoria Metrics',
  description: 'Keeps metrics, and answers questions about them.',
  config: z.object({}),
});
