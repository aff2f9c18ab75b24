import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { kiali } from './battery.ts';

export const kialiResources: BatteryGenerator<ConfigOf<typeof kiali>> = {
  battery: () => [],
};
