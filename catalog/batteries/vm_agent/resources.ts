import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { vmAgent } from './battery.ts';

export const vmAgentResources: BatteryGenerator<ConfigOf<typeof vmAgent>> = {
  battery: () => [],
};
