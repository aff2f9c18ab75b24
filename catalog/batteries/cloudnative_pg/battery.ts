import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const cloudnativePg = defineBattery({
  type: 'cloudnative_pg',
  group: 'data',
  needs: ['battery_core'],
  name: 'PostgreSQL',
  description: 'PostgreSQL clusters with failover, tuned to their size, run by the CloudNativePG operator.',
  uninstallable: false,
  config: z.object({
    operatorImage: imageField('cloudnative_pg', 'Operator image'),
    postgresImage: imageField('postgresql', 'PostgreSQL image'),
    documentdbImage: imageField('postgresql_documentdb', 'PostgreSQL image with DocumentDB'),
    logLevel: z.enum(['error', 'warning', 'info', 'debug', 'trace']).default('info').meta({ title: 'Log level', advanced: true }),
  }),
});
