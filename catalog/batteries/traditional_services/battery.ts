import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

export const traditionalServices = defineBattery({
  type: 'traditional_services',
  group: 'devtools',
  needs: ['battery_core'],
  name: 'Traditional Services',
  description: 'Web services from your own images that run all the time, as Deployment or StatefulSet.',
  config: z.object({
    namespace: namespaceField('battery-traditional', 'Namespace', 'Where the services run.'),
    podSecurity: z.enum(['baseline', 'restricted']).default('baseline').meta({
      title: 'Pod security',
      description:
        'Baseline lets images start as root, as many do. Restricted refuses them: choose it when all images run as another user.',
    }),
  }),
  readOnly: ['namespace'],
});
