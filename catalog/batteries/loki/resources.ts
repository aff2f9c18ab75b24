import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { loki } from './battery.ts';

export const lokiResources: BatteryGenerator<ConfigOf<typeof loki>> = {
  battery: () => [],
};
