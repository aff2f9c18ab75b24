import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const forgejo = defineBattery({
  type: 'forgejo',
  group: 'devtools',
  needs: ['cloudnative_pg', 'istio_gateway', 'battery_core'],
  name: 'Forgejo',
  description: 'Git hosting of your own.',
  usages: ['internal_dev', 'internal_int_test', 'kitchen_sink'],
  config: z.object({}),
});
