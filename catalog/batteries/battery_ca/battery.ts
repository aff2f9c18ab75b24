import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const batteryCa = defineBattery({
  type: 'battery_ca',
  group: 'net_sec',
  needs: ['cert_manager'],
  name: 'Battery CA',
  description: "A certificate authority of the cluster's own, whose key never leaves it.",
  config: z.object({
    validityDays: z.number().int().min(365, 'at least 365 days').max(7300, 'at most 7,300 days').default(3650).meta({
      title: 'Validity',
      description: "How long the authority's own certificate lasts before it is renewed.",
      unit: 'days',
    }),
  }),
});
