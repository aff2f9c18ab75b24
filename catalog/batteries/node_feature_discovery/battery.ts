import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const nodeFeatureDiscovery = defineBattery({
  type: 'node_feature_discovery',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Node Feature Discovery',
  description: 'Labels nodes with what their hardware can do.',
  config: z.object({
    image: imageField('node_feature_discovery', 'Image'),
    resyncMinutes: z.number().int().min(1, 'at least a minute').max(1440, 'at most a day').default(60).meta({
      title: 'Look again every (minutes)',
      description: 'How often labels are compared with what the nodes report, and left-overs of removed nodes are cleaned up.',
      advanced: true,
      unit: 'minutes',
    }),
  }),
});
