import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

export const batteryCore = defineBattery({
  type: 'battery_core',
  group: 'magic',
  needs: [],
  name: 'Battery Core',
  description:
    'The ground that every other battery stands on: namespaces with pod security, network isolation, priorities and storage classes.',
  uninstallable: false,
  config: z.object({
    coreNamespace: namespaceField('battery-core', 'Core namespace', 'Operators and tools that people look at.'),
    baseNamespace: namespaceField(
      'battery-base',
      'Base namespace',
      'What the cluster itself leans on: certificates, load balancing, internal databases.',
    ),
    dataNamespace: namespaceField('battery-data', 'Data namespace', 'Databases of users.'),
    aiNamespace: namespaceField('battery-ai', 'AI namespace', 'Notebooks and models.'),
    clusterName: z
      .union([z.literal(''), z.string().regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, 'expected the name of an EKS cluster')])
      .default('')
      .meta({
        title: 'EKS cluster name',
        description: 'Karpenter and the AWS load balancer controller find subnets by it. Neither starts before it is set.',
        example: 'production',
      }),
    isolation: z.boolean().default(true).meta({
      title: 'Network isolation',
      description: 'Pods accept only the traffic that a battery names. Turn it off where the network plugin or a mesh decides instead.',
    }),
  }),
  readOnly: ['coreNamespace', 'baseNamespace', 'dataNamespace', 'aiNamespace'],
});
