import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const promtail = defineBattery({
  type: 'promtail',
  group: 'monitoring',
  needs: ['battery_core', 'loki'],
  name: 'Promtail',
  description: 'Sends the logs of every pod to Loki.',
  config: z.object({}),
});
