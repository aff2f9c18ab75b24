import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { victoriaMetrics } from './battery.ts';

export const victoriaMetricsResources: BatteryGenerator<ConfigOf<typeof victoriaMetrics>> = {
  battery: () => [],
};
