import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const loki = defineBattery({
  type: 'loki',
  group: 'monitoring',
  needs: ['battery_core', 'grafana'],
  name: 'Loki',
  description: 'Keeps logs, and searches them.',
  config: z.object({}),
});
