import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { nodeTypes } from '../../objects/node-type.ts';
import { eksClusterName } from '../../parts/aws.ts';
import type { Summary } from '../../summary.ts';
import type { karpenter } from './battery.ts';

type Config = ConfigOf<typeof karpenter>;

/** Instance families of each pool of GPUs; the names are those that notebooks and models ask for (objects/node-type.ts). */
const gpuFamilies: Record<string, string[]> = {
  [nodeTypes.any_nvidia.pool]: ['g5', 'g6', 'g6e', 'p4d', 'p4de', 'p5', 'p5e', 'p5en'],
  [nodeTypes.nvidia_a10.pool]: ['g5'],
  [nodeTypes.nvidia_a100.pool]: ['p4d', 'p4de'],
  [nodeTypes.nvidia_h100.pool]: ['p5'],
  [nodeTypes.nvidia_h200.pool]: ['p5e', 'p5en'],
};

/** Kinds of nodes and when they are added; nothing while the role of nodes or the cluster's name is not known. */
export function pools(config: Config, summary: Summary): Resource[] {
  if (!config.nodeRoleName || !eksClusterName(summary)) return [];
  return [
    nodeClass('default', config.amiAlias, config, summary),
    // Bottlerocket has Nvidia's driver in the variant that Karpenter picks for instances with GPUs. Models and their images are large.
    nodeClass('bottlerocket', config.gpuAmiAlias, config, summary, [volume('/dev/xvda', '4Gi'), volume('/dev/xvdb', '200Gi')]),
    pool('default', 'default', ['t3', 't3a', 'm7a', 'm7i'], config, {
      disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '30s' },
    }),
    ...Object.entries(gpuFamilies).map(([name, families]) =>
      pool(name, 'bottlerocket', families, config, {
        // A notebook or model is not moved to save money.
        disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '5m' },
        taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
      }),
    ),
  ];
}

/** Subnets and security groups are found by the tag that Karpenter's own guide gives them. Pods cannot ask the metadata service for the node's role. */
function nodeClass(name: string, alias: string, config: Config, summary: Summary, blockDeviceMappings?: object[]): Resource {
  const cluster = eksClusterName(summary);
  const selectorTerms = [{ tags: { 'karpenter.sh/discovery': cluster } }];
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name },
    spec: {
      amiSelectorTerms: [{ alias }],
      role: config.nodeRoleName,
      subnetSelectorTerms: selectorTerms,
      securityGroupSelectorTerms: selectorTerms,
      metadataOptions: { httpEndpoint: 'enabled', httpProtocolIPv6: 'disabled', httpPutResponseHopLimit: 1, httpTokens: 'required' },
      ...(blockDeviceMappings && { blockDeviceMappings }),
      tags: { Name: `${cluster}-karpenter`, 'home-base/installation': summary.installation.id },
    },
  };
}

function volume(deviceName: string, volumeSize: string) {
  return { deviceName, ebs: { volumeSize, volumeType: 'gp3', encrypted: true, deleteOnTermination: true } };
}

/** Pods choose it by the label `karpenter.sh/nodepool`, which Karpenter puts on its nodes. */
function pool(
  name: string,
  nodeClassName: string,
  families: string[],
  config: Config,
  { disruption, taints }: { disruption: object; taints?: object[] },
): Resource {
  const within = (key: string, values: string[]) => ({ key, operator: 'In', values });
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: {
      disruption,
      limits: { cpu: String(config.cpuLimit) },
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: nodeClassName },
          expireAfter: '720h',
          ...(taints && { taints }),
          requirements: [
            within('kubernetes.io/arch', ['amd64']),
            within('kubernetes.io/os', ['linux']),
            within('karpenter.sh/capacity-type', config.spot ? ['spot', 'on-demand'] : ['on-demand']),
            within('karpenter.k8s.aws/instance-hypervisor', ['nitro']),
            within('karpenter.k8s.aws/instance-family', families),
            { key: 'karpenter.k8s.aws/instance-size', operator: 'NotIn', values: ['nano', 'micro'] },
          ],
        },
      },
    },
  };
}
