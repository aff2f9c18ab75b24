import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { cloudnativePgBarman } from './battery.ts';

export const cloudnativePgBarmanResources: BatteryGenerator<ConfigOf<typeof cloudnativePgBarman>> = {
  battery: () => [],
};
