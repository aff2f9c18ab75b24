import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { AccessField } from '../../parts/access-field.ts';
import { imageField } from '../../parts/image-field.ts';

export const vmAgent = defineBattery({
  type: 'vm_agent',
  group: 'monitoring',
  needs: ['battery_core', 'victoria_metrics'],
  name: 'VM Agent',
  description: 'Collects metrics from everything that offers them.',
  config: z.object({
    scrapeSeconds: z
      .number()
      .int()
      .min(5, 'at least 5 seconds')
      .max(300, 'at most 5 minutes: what is older counts as gone')
      .default(30)
      .meta({ title: 'Collect every', description: 'Half the time takes twice the storage.', unit: 'seconds' }),
    shards: z
      .number()
      .int()
      .min(1, 'at least 1')
      .max(98, 'at most 98')
      .default(1)
      .meta({ title: 'Shards', description: 'Agents that share the targets among themselves.', example: 2 }),
    memoryMib: z
      .number()
      .int()
      .min(128, 'at least 128 MiB')
      .max(1_048_576, 'at most 1 TiB')
      .default(512)
      .meta({ title: 'Memory', description: 'Limit of each shard.', unit: 'MiB', advanced: true }),
    access: AccessField,
    image: imageField('vm_agent', 'Agent image'),
    configReloaderImage: imageField('vm_config_reloader', 'Config reloader image'),
  }),
});
