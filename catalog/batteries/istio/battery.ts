import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

/** A directory of the nodes. */
function nodePath(path: string, title: string, description: string) {
  return z
    .string()
    .max(200)
    .regex(/^(\/[\w.-]+)+$/, 'expected an absolute path such as /opt/cni/bin')
    .refine((text) => !text.split('/').includes('..'), 'a path may not go up')
    .default(path)
    .meta({ title, description, advanced: true });
}

export const istio = defineBattery({
  type: 'istio',
  group: 'net_sec',
  needs: ['battery_core', 'gateway_api'],
  name: 'Istio',
  description: 'The mesh: encrypts and authorizes traffic between pods, without sidecars.',
  uninstallable: false,
  config: z
    .object({
      namespace: namespaceField('battery-istio', 'Namespace', 'The control plane of the mesh and its gateway.'),
      minReplicas: z.number().int().min(1).max(10).default(1).meta({
        title: 'Control planes at least',
        description: 'Pods keep talking while none answers, but nothing new joins.',
      }),
      maxReplicas: z
        .number()
        .int()
        .min(1)
        .max(20)
        .default(5)
        .meta({ title: 'Control planes at most', description: 'More are started while the CPU is busy.' }),
      accessLogs: z.boolean().default(true).meta({ title: 'Access logs', description: 'Gateways write a line for each request.' }),
      cniBinDir: nodePath('/opt/cni/bin', 'Directory of CNI plugins', 'Where the nodes keep them; GKE, k3s and others have their own.'),
      cniConfDir: nodePath('/etc/cni/net.d', 'Directory of CNI configuration', 'Where the nodes keep it.'),
      pilotImage: imageField('istio_pilot', 'Control plane image'),
      cniImage: imageField('istio_cni', 'CNI image'),
      ztunnelImage: imageField('istio_ztunnel', 'ztunnel image'),
    })
    .refine(({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas, {
      path: ['maxReplicas'],
      error: 'more control planes at least than at most: raise it or lower the other',
    }),
  readOnly: ['namespace'],
});
