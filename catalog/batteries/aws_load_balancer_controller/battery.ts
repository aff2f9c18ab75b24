import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const awsLoadBalancerController = defineBattery({
  type: 'aws_load_balancer_controller',
  group: 'magic',
  needs: ['battery_core', 'karpenter', 'battery_ca'],
  name: 'AWS Load Balancer Controller',
  description: 'Gives Services and routes load balancers of AWS.',
  config: z.object({}),
});
