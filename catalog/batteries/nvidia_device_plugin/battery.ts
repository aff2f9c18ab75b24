import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const nvidiaDevicePlugin = defineBattery({
  type: 'nvidia_device_plugin',
  group: 'ai',
  needs: ['battery_core', 'node_feature_discovery'],
  name: 'Nvidia Device Plugin',
  description: 'Lets pods ask for Nvidia GPUs, and labels nodes with the GPUs they have.',
  config: z.object({
    image: imageField('nvidia_device_plugin', 'Image'),
    sharing: z.enum(['none', 'time_slicing', 'mps']).default('none').meta({
      title: 'GPU sharing',
      description:
        'None gives each pod a GPU of its own. Time slicing lets pods take turns on one; MPS lets them run at once, each with its part of the memory.',
      example: 'mps',
    }),
    sharesPerGpu: z.number().int().min(2, 'at least 2 shares, else choose no sharing').max(48, 'at most 48 shares').default(4).meta({
      title: 'Shares of each GPU',
      description: 'How many pods may share one GPU. Without sharing it says nothing.',
    }),
  }),
});
