import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

const upgradeReason = 'Home Base moves the installation to a new catalog version only within this window';

export const batteryCore = defineBattery({
  type: 'battery_core',
  group: 'magic',
  needs: [],
  name: 'Battery Core',
  description:
    'The ground that every other battery stands on: namespaces with pod security, network isolation, priorities and storage classes.',
  uninstallable: false,
  config: z
    .object({
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
      upgradeDays: z
        .array(z.boolean())
        .length(7, 'expected seven days, Monday first')
        .default([true, true, true, true, false, false, false])
        .meta({ title: 'Upgrade days', description: 'Monday first. Without any day nothing is upgraded.', noResource: upgradeReason }),
      upgradeStartHour: z
        .number()
        .int()
        .min(0, 'hours begin at 0')
        .max(23, 'the last hour begins at 23')
        .default(18)
        .meta({ title: 'Upgrades from (hour, UTC)', description: 'First hour of the window.', noResource: upgradeReason }),
      upgradeEndHour: z
        .number()
        .int()
        .min(1, 'at least 1')
        .max(24, 'a day ends at 24')
        .default(23)
        .meta({ title: 'Upgrades until (hour, UTC)', description: 'The window ends as this hour begins.', noResource: upgradeReason }),
    })
    .refine(({ upgradeStartHour, upgradeEndHour }) => upgradeStartHour < upgradeEndHour, {
      path: ['upgradeEndHour'],
      error: 'the window ends before it begins: raise it, or lower the first hour',
    }),
  readOnly: ['coreNamespace', 'baseNamespace', 'dataNamespace', 'aiNamespace'],
});
