import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const sso = defineBattery({
  type: 'sso',
  group: 'net_sec',
  needs: ['battery_core', 'keycloak'],
  name: 'SSO',
  description: 'Puts sign-in by Keycloak in front of every tool.',
  config: z.object({}),
});
