import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { trivyOperator } from './battery.ts';

export const trivyOperatorResources: BatteryGenerator<ConfigOf<typeof trivyOperator>> = {
  battery: () => [],
};
