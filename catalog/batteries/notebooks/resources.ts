import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { notebooks } from './battery.ts';

export const notebooksResources: BatteryGenerator<ConfigOf<typeof notebooks>> = {
  battery: () => [],
};
