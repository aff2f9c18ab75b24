import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { staleResourceCleaner } from './battery.ts';

export const staleResourceCleanerResources: BatteryGenerator<ConfigOf<typeof staleResourceCleaner>> = {
  battery: () => [],
};
