import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const istioCsr = defineBattery({
  type: 'istio_csr',
  group: 'net_sec',
  needs: ['istio', 'battery_ca'],
  name: 'Istio CSR',
  description: "Lets the installation's own authority sign the certificates of the mesh.",
  config: z.object({}),
});
