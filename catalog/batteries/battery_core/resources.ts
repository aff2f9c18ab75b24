import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { meshLabels } from '../../parts/mesh.ts';
import { denyIngress } from '../../parts/network-policy.ts';
import { platformPriority } from '../../parts/security.ts';
import { hasBattery, type Summary, storedConfig } from '../../summary.ts';
import { trivyOperator } from '../trivy_operator/battery.ts';
import type { batteryCore } from './battery.ts';

type Config = ConfigOf<typeof batteryCore>;

export const batteryCoreResources: BatteryGenerator<Config> = {
  battery: (config, summary) => [
    ...namespaces(config, summary),
    ...(config.isolation ? [config.coreNamespace, config.baseNamespace, config.dataNamespace, config.aiNamespace].map(denyIngress) : []),
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: platformPriority },
      value: 1_000_000,
      globalDefault: false,
      description: 'Operators of Home Base: pods of users give way to them.',
    },
    ...(summary.installation.provider === 'aws' ? storageClasses() : []),
  ],
};

/** Batteries with workloads in the base namespace that take more of their node than `baseline` lets them: its network, its files or its devices. */
const needPrivilegedBase = ['metallb', 'node_feature_discovery', 'nvidia_device_plugin', 'kube_monitoring', 'promtail'];

/**
 * Pod security per namespace: what the workloads there allow. Postgres and Redis pods satisfy `restricted`, but their operators write them, so it
 * only warns. With Istio all but base are in the mesh.
 */
function namespaces(config: Config, summary: Summary): Resource[] {
  const isBasePrivileged = needPrivilegedBase.some((type) => hasBattery(summary, type)) || scansNodes(summary);
  return [
    namespace(config.coreNamespace, 'restricted', summary),
    namespace(config.baseNamespace, isBasePrivileged ? 'privileged' : 'baseline', summary),
    namespace(config.dataNamespace, 'baseline', summary),
    namespace(config.aiNamespace, 'baseline', summary),
  ];
}

/** Trivy's node collector sees the node's files and processes. */
function scansNodes(summary: Summary): boolean {
  return hasBattery(summary, 'trivy_operator') && trivyOperator.config.parse(storedConfig(summary, 'trivy_operator')).scanNodes;
}

function namespace(name: string, enforce: 'privileged' | 'baseline' | 'restricted', summary: Summary): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'pod-security.kubernetes.io/enforce': enforce,
        'pod-security.kubernetes.io/warn': enforce === 'privileged' ? 'privileged' : 'restricted',
        ...meshLabels(name, summary),
      },
    },
  };
}

/** Parameters of a StorageClass cannot change: another set of parameters takes another name. */
function storageClasses(): Resource[] {
  return [
    storageClass('gp3-encrypted', { reclaimPolicy: 'Delete', isDefault: true }),
    storageClass('gp3-encrypted-retain', { reclaimPolicy: 'Retain', isDefault: false }),
  ];
}

function storageClass(name: string, { reclaimPolicy, isDefault }: { reclaimPolicy: 'Delete' | 'Retain'; isDefault: boolean }): Resource {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    provisioner: 'ebs.csi.aws.com',
    parameters: { type: 'gp3', encrypted: 'true', 'csi.storage.k8s.io/fstype': 'ext4' },
    allowVolumeExpansion: true,
    reclaimPolicy,
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
