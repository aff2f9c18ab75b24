import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';
import { BatteryNamespace } from '../../parts/namespace-field.ts';
import { storageClassField, volumeField } from '../../parts/volume-field.ts';

export const grafana = defineBattery({
  type: 'grafana',
  group: 'monitoring',
  needs: ['battery_core'],
  name: 'Grafana',
  description: 'Dashboards of everything that is measured.',
  config: z.object({
    anonymousViewer: z.boolean().default(false).meta({
      title: 'Look without signing in',
      description: 'Whoever reaches Grafana may look at every dashboard, and change none.',
    }),
    dashboardNamespaces: z
      .array(BatteryNamespace)
      .max(20)
      .default([])
      .meta({
        title: 'More namespaces with dashboards',
        description:
          'ConfigMaps with the label grafana_dashboard or grafana_datasource are shown from the core namespace and from these. Grafana may read every ConfigMap there.',
        example: ['battery-traditional'],
        advanced: true,
      }),
    volumeGib: volumeField(2, 'Volume', 'Users, preferences and dashboards made by hand.'),
    storageClass: storageClassField,
    image: imageField('grafana', 'Grafana image'),
    sidecarImage: imageField('kiwigrid_sidecar', 'Sidecar image'),
  }),
  readOnly: ['storageClass'],
});
