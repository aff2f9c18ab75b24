import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { ferretdb } from './battery.ts';

export const ferretdbResources: BatteryGenerator<ConfigOf<typeof ferretdb>> = {
  battery: () => [],
};
