import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { timeline } from './battery.ts';

export const timelineResources: BatteryGenerator<ConfigOf<typeof timeline>> = {
  battery: () => [],
};
