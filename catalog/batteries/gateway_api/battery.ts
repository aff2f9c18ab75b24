import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const gatewayApi = defineBattery({
  type: 'gateway_api',
  group: 'net_sec',
  needs: [],
  name: 'Gateway API',
  description: 'The definitions of Gateway, HTTPRoute and their kin: how traffic from outside is described.',
  uninstallable: false,
  config: z.object({}),
});
