import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { grafana } from './battery.ts';

export const grafanaResources: BatteryGenerator<ConfigOf<typeof grafana>> = {
  battery: () => [],
};
