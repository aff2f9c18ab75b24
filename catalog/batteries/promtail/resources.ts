import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { promtail } from './battery.ts';

export const promtailResources: BatteryGenerator<ConfigOf<typeof promtail>> = {
  battery: () => [],
};
