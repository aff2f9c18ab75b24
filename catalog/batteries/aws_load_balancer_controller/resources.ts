import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { awsLoadBalancerController } from './battery.ts';

export const awsLoadBalancerControllerResources: BatteryGenerator<ConfigOf<typeof awsLoadBalancerController>> = {
  battery: () => [],
};
