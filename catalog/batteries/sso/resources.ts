import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { sso } from './battery.ts';

export const ssoResources: BatteryGenerator<ConfigOf<typeof sso>> = {
  battery: () => [],
};
