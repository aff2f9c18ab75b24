import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { AccessField } from '../../parts/access-field.ts';
import { imageField } from '../../parts/image-field.ts';

export const kiali = defineBattery({
  type: 'kiali',
  group: 'net_sec',
  needs: ['istio', 'istio_gateway', 'grafana', 'victoria_metrics', 'vm_agent'],
  name: 'Kiali',
  description: 'Shows the mesh: who calls whom, and how well. It changes nothing.',
  config: z.object({
    access: AccessField,
    showLogs: z.boolean().default(false).meta({
      title: "Pods' logs",
      description: 'Whoever opens Kiali can read the logs of every pod of the cluster.',
      example: true,
    }),
    signingKeyVersion: z.number().int().min(1).max(1000).default(1).meta({
      title: 'Version of the signing key',
      description: 'A higher one signs everybody out.',
      advanced: true,
    }),
    image: imageField('kiali', 'Image'),
  }),
});
