import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { knative } from './battery.ts';

export const knativeResources: BatteryGenerator<ConfigOf<typeof knative>> = {
  battery: () => [],
};
