import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const nvidiaDevicePlugin = defineBattery({
  type: 'nvidia_device_plugin',
  group: 'ai',
  needs: ['battery_core', 'node_feature_discovery'],
  name: 'Nvidia Device Plugin',
  description: 'Lets pods ask for Nvidia GPUs.',
  config: z.object({}),
});
