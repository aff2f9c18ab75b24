import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const keycloak = defineBattery({
  type: 'keycloak',
  group: 'net_sec',
  needs: ['battery_core', 'cloudnative_pg'],
  name: 'Keycloak',
  description: 'Signs people in: users, groups and clients.',
  config: z.object({}),
});
