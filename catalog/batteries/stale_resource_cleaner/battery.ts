import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const staleResourceCleaner = defineBattery({
  type: 'stale_resource_cleaner',
  group: 'magic',
  needs: ['battery_core', 'robo_sre'],
  name: 'Stale Resource Cleaner',
  description:
    'Removes what no battery makes any more, ten minutes after it was dropped; large removals wait for approval. The agent does that everywhere; enabling this adds nothing to the cluster.',
  uninstallable: false,
  config: z.object({}),
});
