import { hasBattery, type Summary } from '../summary.ts';

const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';

/** What the gateway's Service asks of the AWS load balancer controller: a network load balancer, straight to the pods. Empty without that battery. */
export function nlbAnnotations(summary: Summary): Record<string, string> {
  if (!hasBattery(summary, 'aws_load_balancer_controller')) return {};
  return {
    [`${prefix}scheme`]: 'internet-facing',
    [`${prefix}nlb-target-type`]: 'ip',
    [`${prefix}attributes`]: 'load_balancing.cross_zone.enabled=true',
  };
}
