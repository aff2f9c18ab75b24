import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { roleArnField } from '../../parts/aws.ts';
import { imageField } from '../../parts/image-field.ts';

export const awsLoadBalancerController = defineBattery({
  type: 'aws_load_balancer_controller',
  group: 'magic',
  needs: ['battery_core', 'karpenter', 'battery_ca'],
  name: 'AWS Load Balancer Controller',
  description: 'Gives Services and Ingresses load balancers of AWS. Starts once Battery Core knows the name of the EKS cluster.',
  config: z.object({
    serviceRoleArn: roleArnField('Role', 'IAM role that may make load balancers. Leave it empty with EKS Pod Identity.'),
    vpcId: z
      .union([z.literal(''), z.string().regex(/^vpc-[0-9a-f]{8,17}$/, 'expected the id of a VPC such as vpc-0123456789abcdef0')])
      .default('')
      .meta({
        title: 'VPC',
        description: 'Leave it empty where the controller may ask the metadata service of its node.',
        example: 'vpc-0123456789abcdef0',
      }),
    subnets: z
      .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, 'expected the id of a subnet such as subnet-0123456789abcdef0'))
      .max(20)
      .default([])
      .meta({
        title: 'Subnets of the gateway',
        description: 'One a zone, public. Leave it empty to have them found by their tags.',
        example: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      }),
    eipAllocations: z
      .array(z.string().regex(/^eipalloc-[0-9a-f]{8,17}$/, 'expected an allocation such as eipalloc-0123456789abcdef0'))
      .max(20)
      .default([])
      .meta({
        title: 'Elastic IPs of the gateway',
        description: 'Allocations, one for each subnet, so that its addresses stay.',
        example: ['eipalloc-0123456789abcdef0', 'eipalloc-0123456789abcdef1'],
      }),
    image: imageField('aws_load_balancer_controller', 'Controller image'),
  }),
});
