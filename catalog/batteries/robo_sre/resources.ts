import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { roboSre } from './battery.ts';

export const roboSreResources: BatteryGenerator<ConfigOf<typeof roboSre>> = {
  battery: () => [],
};
