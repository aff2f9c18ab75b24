import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const redis = defineBattery({
  type: 'redis',
  group: 'data',
  needs: ['battery_core'],
  name: 'Redis',
  description: 'In-memory data store as database, cache, broker and stream: alone, replicated, watched by sentinels or as a cluster.',
  config: z.object({
    operatorImage: imageField('redis_operator', 'Operator image'),
    redisImage: imageField('redis', 'Redis image'),
    sentinelImage: imageField('redis_sentinel', 'Sentinel image'),
    exporterImage: imageField('redis_exporter', 'Exporter image'),
  }),
});
