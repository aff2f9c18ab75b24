import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { AccessField } from '../../parts/access-field.ts';
import { imageField } from '../../parts/image-field.ts';
import { storageClassField, volumeField } from '../../parts/volume-field.ts';

const replicas = (meta: { title: string; description?: string; example: number; advanced?: boolean }) =>
  z.number().int().min(1, 'at least 1').max(98, 'at most 98').default(1).meta(meta);

const memory = (mib: number, title: string, description: string) =>
  z
    .number()
    .int()
    .min(256, 'at least 256 MiB')
    .max(1_048_576, 'at most 1 TiB')
    .default(mib)
    .meta({ title, description, unit: 'MiB', advanced: true });

/** Service account of the store's pods and of vmalert. */
export const workloadAccount = 'victoria-metrics';

export const victoriaMetrics = defineBattery({
  type: 'victoria_metrics',
  group: 'monitoring',
  needs: ['battery_core'],
  name: 'Victoria Metrics',
  description: 'Keeps metrics, answers questions about them and raises alerts.',
  config: z
    .object({
      retentionDays: z
        .number()
        .int()
        .min(1, 'at least 1 day')
        .max(3650, 'at most 10 years')
        .default(14)
        .meta({ title: 'Keep metrics for', unit: 'days' }),
      access: AccessField,
      alerting: z.boolean().default(true).meta({
        title: 'Alerts',
        description: 'Checks the rules of Home Base and your own VMRules, and sends what fires to Alertmanager.',
      }),
      alertmanagerConfigSecret: z
        .union([
          z.literal(''),
          z
            .string()
            .max(253)
            .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a Secret'),
        ])
        .default('')
        .meta({
          title: 'Alertmanager configuration',
          description:
            "Name of a Secret that you make in the core namespace, with Alertmanager's configuration (receivers and routes) in the key alertmanager.yaml. Empty: alerts are shown, and nobody is told.",
          example: 'alert-receivers',
        }),
      alertmanagerReplicas: replicas({ title: 'Alertmanager replicas', example: 3, advanced: true }),
      vmstorageReplicas: replicas({ title: 'Storage replicas', example: 3 }),
      replicationFactor: replicas({
        title: 'Copies of each sample',
        description: 'One less may be lost. Not more than storage replicas.',
        example: 2,
      }),
      vminsertReplicas: replicas({ title: 'Insert replicas', example: 2 }),
      vmselectReplicas: replicas({ title: 'Select replicas', example: 2 }),
      vmstorageVolumeGib: volumeField(10, 'Storage volume', 'Of each storage replica.'),
      vmselectVolumeGib: volumeField(1, 'Select cache volume', 'Of each select replica.'),
      storageClass: storageClassField,
      vmstorageMemoryMib: memory(1536, 'Storage memory', 'Limit of each storage replica.'),
      vmselectMemoryMib: memory(1024, 'Select memory', 'Limit of each select replica.'),
      operatorImage: imageField('vm_operator', 'Operator image'),
      insertImage: imageField('vm_insert', 'Insert image'),
      selectImage: imageField('vm_select', 'Select image'),
      storageImage: imageField('vm_storage', 'Storage image'),
      alertImage: imageField('vm_alert', 'Alert image'),
      alertmanagerImage: imageField('vm_alertmanager', 'Alertmanager image'),
      configReloaderImage: imageField('vm_config_reloader', 'Config reloader image'),
    })
    .refine(({ replicationFactor, vmstorageReplicas }) => replicationFactor <= vmstorageReplicas, {
      path: ['replicationFactor'],
      message: 'each copy needs a storage replica of its own: raise the storage replicas or lower the copies',
    }),
  readOnly: ['storageClass'],
});
