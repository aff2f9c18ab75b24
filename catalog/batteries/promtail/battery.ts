import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const promtail = defineBattery({
  type: 'promtail',
  group: 'monitoring',
  needs: ['battery_core', 'loki'],
  name: 'Promtail',
  description: 'Sends the logs of every pod to Loki.',
  config: z.object({
    dropDebug: z.boolean().default(false).meta({
      title: 'Leave out debug lines',
      description: 'Lines whose level is debug or trace are not sent.',
    }),
    image: imageField('promtail', 'Image'),
  }),
});
