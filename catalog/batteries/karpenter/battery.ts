import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { roleArnField } from '../../parts/aws.ts';
import { imageField } from '../../parts/image-field.ts';

/** `family@version`, the version as AWS names its releases of node images. */
function amiField(alias: string, family: string, title: string) {
  return z
    .string()
    .max(30)
    .regex(new RegExp(`^${family}@.+$`), `expected ${family}@ and a version, such as ${alias}`)
    .default(alias)
    .meta({ title, description: 'Another version replaces the nodes, one after another.', advanced: true });
}

export const karpenter = defineBattery({
  type: 'karpenter',
  group: 'magic',
  needs: ['battery_core'],
  name: 'Karpenter',
  description:
    'Adds and removes nodes on AWS as pods need them, with GPUs too. Starts once Battery Core knows the name of the EKS cluster, and makes nodes once the role of nodes is set.',
  config: z.object({
    serviceRoleArn: roleArnField('Role of Karpenter', 'IAM role that may start and stop instances. Leave it empty with EKS Pod Identity.'),
    nodeRoleName: z
      .union([z.literal(''), z.string().regex(/^[\w+=,.@-]{1,64}$/, 'expected the name of a role, without arn:')])
      .default('')
      .meta({
        title: 'Role of nodes',
        description: 'Name of the IAM role that new nodes get. Without it there are no node pools.',
        example: 'nodes',
      }),
    queueName: z
      .union([z.literal(''), z.string().regex(/^[\w-]{1,80}$/, 'expected the name of a queue')])
      .default('')
      .meta({
        title: 'Interruption queue',
        description: 'SQS queue with notices of instances that AWS takes away, so that their pods move in time.',
        example: 'karpenter',
      }),
    clusterEndpoint: z
      .union([z.literal(''), z.url({ protocol: /^https$/, error: 'expected an address that begins with https://' })])
      .default('')
      .meta({
        title: 'Cluster endpoint',
        description: 'Address of the API server. Leave it empty where Karpenter may ask EKS for it.',
        example: 'https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com',
        advanced: true,
      }),
    spot: z.boolean().default(false).meta({
      title: 'Spot instances',
      description: 'Use them where they are cheaper. AWS takes them away at two minutes notice, databases included.',
    }),
    cpuLimit: z.number().int().min(4, 'at least 4').max(100_000, 'at most 100,000').default(1000).meta({
      title: 'CPUs at most, per pool',
      description: 'No node is added beyond it.',
    }),
    amiAlias: amiField('al2023@v20251002', 'al2023', 'Image of nodes'),
    gpuAmiAlias: amiField('bottlerocket@v1.49.0', 'bottlerocket', 'Image of GPU nodes'),
    image: imageField('karpenter', 'Karpenter image'),
  }),
});
