import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const kiali = defineBattery({
  type: 'kiali',
  group: 'net_sec',
  needs: ['istio', 'istio_gateway', 'grafana', 'victoria_metrics', 'vm_agent'],
  name: 'Kiali',
  description: 'Shows the mesh: who calls whom, and how well.',
  config: z.object({}),
});
