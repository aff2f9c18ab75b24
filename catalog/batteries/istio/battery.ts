import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

export const istio = defineBattery({
  type: 'istio',
  group: 'net_sec',
  needs: ['battery_core', 'gateway_api'],
  name: 'Istio',
  description: 'The mesh: encrypts and authorizes traffic between pods, without sidecars.',
  uninstallable: false,
  config: z.object({
    namespace: namespaceField('battery-istio', 'Namespace', 'The control plane of the mesh and its gateway.'),
  }),
  readOnly: ['namespace'],
});
