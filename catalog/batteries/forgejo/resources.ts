import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { forgejo } from './battery.ts';

export const forgejoResources: BatteryGenerator<ConfigOf<typeof forgejo>> = {
  battery: () => [],
};
