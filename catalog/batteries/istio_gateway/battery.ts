import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const istioGateway = defineBattery({
  type: 'istio_gateway',
  group: 'net_sec',
  needs: ['istio'],
  name: 'Istio Gateway',
  description: 'The door into the cluster: routes requests from outside to services.',
  uninstallable: false,
  config: z
    .object({
      domain: z
        .union([
          z.literal(''),
          z
            .string()
            .max(200)
            .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'expected a domain such as apps.example.com'),
        ])
        .default('')
        .meta({
          title: 'Domain',
          description:
            'Point its wildcard (*.apps.example.com) at the load balancer. Empty: names of sslip.io, which need no DNS of yours.',
        }),
      minReplicas: z
        .number()
        .int()
        .min(1)
        .max(20)
        .default(2)
        .meta({ title: 'Gateways at least', description: 'With one, the door is shut while it restarts.' }),
      maxReplicas: z
        .number()
        .int()
        .min(1)
        .max(50)
        .default(5)
        .meta({ title: 'Gateways at most', description: 'More are started while the CPU is busy.' }),
      scheme: z.enum(['internet-facing', 'internal']).default('internet-facing').meta({
        title: 'AWS load balancer',
        description: 'Internal: reachable from the VPC only. Used with the AWS Load Balancer Controller.',
        advanced: true,
      }),
      routesFrom: z.enum(['managed', 'all']).default('managed').meta({
        title: 'Routes from',
        description: 'Managed: namespaces of Home Base only. All: whoever may write an HTTPRoute anywhere may answer for any host name.',
        advanced: true,
      }),
      waypointReplicas: z.number().int().min(1).max(10).default(1).meta({
        title: 'Waypoints a namespace',
        description: 'Ask for sign-in in front of services. There are some with Keycloak only.',
        advanced: true,
        example: 2,
      }),
      proxyImage: imageField('istio_proxy', 'Proxy image'),
    })
    .refine(({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas, {
      path: ['maxReplicas'],
      error: 'more gateways at least than at most: raise it or lower the other',
    }),
});
