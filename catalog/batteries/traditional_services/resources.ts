import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { meshLabels } from '../../parts/mesh.ts';
import { denyIngress } from '../../parts/network-policy.ts';
import { storedConfig } from '../../summary.ts';
import { batteryCore } from '../battery_core/battery.ts';
import type { traditionalServices } from './battery.ts';
import { traditionalServiceResources } from './service.ts';

export const traditionalServicesResources: BatteryGenerator<ConfigOf<typeof traditionalServices>> = {
  battery: (config, summary) => {
    const namespace: Resource = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: config.namespace,
        labels: {
          'pod-security.kubernetes.io/enforce': config.podSecurity,
          'pod-security.kubernetes.io/warn': config.podSecurity,
          ...meshLabels(config.namespace, summary),
        },
      },
    };
    const { isolation } = batteryCore.config.parse(storedConfig(summary, 'battery_core'));
    return isolation ? [namespace, denyIngress(config.namespace)] : [namespace];
  },
  objects: { traditionalServices: traditionalServiceResources },
};
