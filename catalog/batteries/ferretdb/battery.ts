import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const ferretdb = defineBattery({
  type: 'ferretdb',
  group: 'data',
  needs: ['battery_core', 'cloudnative_pg'],
  name: 'FerretDB',
  description:
    "MongoDB's protocol on top of Postgres: programs for MongoDB keep their documents in a Postgres cluster with the DocumentDB extension.",
  config: z.object({
    image: imageField('ferretdb', 'FerretDB image'),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level', advanced: true }),
  }),
});
