import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const grafana = defineBattery({
  type: 'grafana',
  group: 'monitoring',
  needs: ['battery_core'],
  name: 'Grafana',
  description: 'Dashboards of everything that is measured.',
  config: z.object({}),
});
