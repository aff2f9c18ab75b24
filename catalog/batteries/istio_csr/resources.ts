import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { istioCsr } from './battery.ts';

export const istioCsrResources: BatteryGenerator<ConfigOf<typeof istioCsr>> = {
  battery: () => [],
};
