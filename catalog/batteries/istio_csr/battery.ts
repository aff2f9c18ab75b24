import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const istioCsr = defineBattery({
  type: 'istio_csr',
  group: 'net_sec',
  needs: ['istio', 'battery_ca'],
  name: 'Istio CSR',
  description: "Lets the installation's own authority sign the certificates of the mesh. Connections are made anew when it comes or goes.",
  config: z.object({
    replicas: z.number().int().min(1).max(5).default(1).meta({
      title: 'Replicas',
      description: 'While none answers, certificates of the mesh are not renewed: they last an hour.',
      example: 2,
    }),
    image: imageField('cert_manager_istio_csr', 'Image'),
  }),
});
