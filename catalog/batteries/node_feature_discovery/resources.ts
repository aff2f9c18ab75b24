import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { nodeFeatureDiscovery } from './battery.ts';

export const nodeFeatureDiscoveryResources: BatteryGenerator<ConfigOf<typeof nodeFeatureDiscovery>> = {
  battery: () => [],
};
