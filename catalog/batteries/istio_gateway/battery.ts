import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const istioGateway = defineBattery({
  type: 'istio_gateway',
  group: 'net_sec',
  needs: ['istio'],
  name: 'Istio Gateway',
  description: 'The door into the cluster: routes requests from outside to services.',
  uninstallable: false,
  config: z.object({
    domain: z
      .union([
        z.literal(''),
        z
          .string()
          .max(200)
          .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'expected a domain such as apps.example.com'),
      ])
      .default('')
      .meta({
        title: 'Domain',
        description: 'Point its wildcard (*.apps.example.com) at the load balancer. Empty: names of sslip.io, which need no DNS of yours.',
      }),
  }),
});
