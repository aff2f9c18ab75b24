import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const trustManager = defineBattery({
  type: 'trust_manager',
  group: 'net_sec',
  needs: ['battery_core', 'battery_ca', 'cert_manager'],
  name: 'Trust Manager',
  description: 'Hands the certificates of trusted authorities to every namespace.',
  config: z.object({}),
});
