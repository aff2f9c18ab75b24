import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { kubeMonitoring } from './battery.ts';

export const kubeMonitoringResources: BatteryGenerator<ConfigOf<typeof kubeMonitoring>> = {
  battery: () => [],
};
