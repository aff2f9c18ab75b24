import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const ferretdb = defineBattery({
  type: 'ferretdb',
  group: 'data',
  needs: ['battery_core', 'cloudnative_pg'],
  name: 'FerretDB',
  description: "MongoDB's protocol on top of Postgres.",
  config: z.object({}),
});
