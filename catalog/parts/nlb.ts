import { awsLoadBalancerController } from '../batteries/aws_load_balancer_controller/battery.ts';
import { hasBattery, type Summary, storedConfig } from '../summary.ts';
import { eksClusterName } from './aws.ts';

const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';

/**
 * What the gateway's Service asks of the AWS load balancer controller: a network load balancer that the internet reaches, straight to the pods, in
 * the chosen subnets with the chosen addresses. Empty without that battery. Fields: annotations of the controller 2.14.
 */
export function nlbAnnotations(summary: Summary): Record<string, string> {
  if (!hasBattery(summary, 'aws_load_balancer_controller')) return {};
  const { subnets, eipAllocations } = awsLoadBalancerController.config.parse(storedConfig(summary, 'aws_load_balancer_controller'));
  const cluster = eksClusterName(summary);
  return {
    [`${prefix}scheme`]: 'internet-facing',
    [`${prefix}nlb-target-type`]: 'ip',
    [`${prefix}attributes`]: 'load_balancing.cross_zone.enabled=true',
    // AWS allows 32 characters.
    ...(cluster && {
      [`${prefix}name`]: `${cluster
        .slice(0, 24)
        .replace(/[_-]+$/, '')
        .replaceAll('_', '-')}-ingress`,
    }),
    ...(subnets.length > 0 && { [`${prefix}subnets`]: [...subnets].sort().join(',') }),
    ...(eipAllocations.length > 0 && { [`${prefix}eip-allocations`]: [...eipAllocations].sort().join(',') }),
  };
}
