import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const cloudnativePgBarman = defineBattery({
  type: 'cloudnative_pg_barman',
  group: 'data',
  needs: ['cloudnative_pg', 'battery_ca'],
  name: 'Barman Cloud Plugin',
  description: 'Backs up Postgres clusters to an object store, and restores them.',
  config: z.object({}),
});
