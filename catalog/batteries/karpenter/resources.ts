import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { karpenter } from './battery.ts';

export const karpenterResources: BatteryGenerator<ConfigOf<typeof karpenter>> = {
  battery: () => [],
};
