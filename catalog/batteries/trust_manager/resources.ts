import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { trustManager } from './battery.ts';

export const trustManagerResources: BatteryGenerator<ConfigOf<typeof trustManager>> = {
  battery: () => [],
};
