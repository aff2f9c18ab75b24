import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const nodeFeatureDiscovery = defineBattery({
  type: 'node_feature_discovery',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Node Feature Discovery',
  description: 'Labels nodes with what their hardware can do.',
  config: z.object({}),
});
