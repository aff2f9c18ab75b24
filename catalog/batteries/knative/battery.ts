import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

export const knative = defineBattery({
  type: 'knative',
  group: 'devtools',
  needs: ['battery_core'],
  name: 'Knative',
  description: 'Containers that run while they are called and scale to zero.',
  config: z.object({
    namespace: namespaceField('battery-knative', 'Namespace', 'Where the services run.'),
  }),
  readOnly: ['namespace'],
});
