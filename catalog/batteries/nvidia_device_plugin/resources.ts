import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { nvidiaDevicePlugin } from './battery.ts';

export const nvidiaDevicePluginResources: BatteryGenerator<ConfigOf<typeof nvidiaDevicePlugin>> = {
  battery: () => [],
};
