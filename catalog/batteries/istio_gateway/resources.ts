import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { istioGateway } from './battery.ts';

export const istioGatewayResources: BatteryGenerator<ConfigOf<typeof istioGateway>> = {
  battery: () => [],
};
