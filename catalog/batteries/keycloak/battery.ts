import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const keycloak = defineBattery({
  type: 'keycloak',
  group: 'net_sec',
  needs: ['battery_core', 'cloudnative_pg'],
  name: 'Keycloak',
  description:
    'Signs people in: keeps users, groups and the applications that trust it. Its own administrator is in the Secret "keycloak".',
  config: z.object({
    replicas: z.number().int().min(1, 'at least 1').max(7, 'at most 7').default(1).meta({
      title: 'Replicas',
      description: 'More than one share their sessions and survive the loss of a node.',
      example: 2,
    }),
    adminUsername: z
      .string()
      .regex(/^[a-z][a-z0-9._-]{1,62}$/, 'expected 2 to 63 lower-case letters, digits, dots, _ and -, starting with a letter')
      .default('admin')
      .meta({ title: 'Administrator', description: 'Made once, at the first start.', advanced: true }),
    logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info').meta({ title: 'Log level' }),
    image: imageField('keycloak', 'Image'),
  }),
  readOnly: ['adminUsername'],
});
