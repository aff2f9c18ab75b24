import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { gpuRuntime, gpuRuntimeClass, gpuToleration } from '../../parts/gpu.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { type ContainerSpec, daemonSet, resources } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { nvidiaDevicePlugin } from './battery.ts';

type Config = ConfigOf<typeof nvidiaDevicePlugin>;

const account = 'nvidia-device-plugin';
const sharingConfig = 'nvidia-device-plugin-sharing';

/**
 * One pod a GPU node each: the plugin that offers GPUs to the kubelet, and the discovery that labels the node. With MPS also the daemon that lets
 * processes share a GPU. They live in the base namespace: all need folders of the node, and users' notebooks and models should not have that right.
 */
export const nvidiaDevicePluginResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    const place: Place = { namespace, summary, config };
    return [
      serviceAccount({ namespace, name: account }, false),
      ...(summary.installation.provider === 'kind' ? [runtimeClass] : []),
      ...(config.sharing === 'none' ? [] : [configMap(sharingConfig, namespace, { 'config.yaml': JSON.stringify(sharing(config)) })]),
      devicePlugin(place),
      featureDiscovery(place),
      ...(config.sharing === 'mps' ? [mpsDaemon(place)] : []),
    ];
  },
};

type Place = { namespace: string; summary: Summary; config: Config };

/** kind's containerd knows Nvidia's runtime by this handler once the container toolkit is set up on the machine. */
const runtimeClass: Resource = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: gpuRuntimeClass },
  handler: 'nvidia',
};

function sharing({ sharing: kind, sharesPerGpu }: Config) {
  const resource = { name: 'nvidia.com/gpu', replicas: sharesPerGpu };
  return { version: 'v1', sharing: { [kind === 'mps' ? 'mps' : 'timeSlicing']: { resources: [resource] } } };
}

/** Nodes with a GPU on the PCI bus, Tegra boards, and nodes that an admin labelled. */
const gpuNodes = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { key: 'feature.node.kubernetes.io/pci-10de.present', values: ['true'] },
        { key: 'feature.node.kubernetes.io/cpu-model.vendor_id', values: ['NVIDIA'] },
        { key: 'nvidia.com/gpu.present', values: ['true'] },
      ].map(({ key, values }) => ({ matchExpressions: [{ key, operator: 'In', values }] })),
    },
  },
};

type Daemon = { name: string; component: string; container: Omit<ContainerSpec, 'image' | 'resources'> & { name: string } };

function gpuDaemon({ namespace, summary, config }: Place, { name, component, container }: Daemon, pod: Record<string, unknown>): Resource {
  return daemonSet({
    name,
    namespace,
    selector: { 'battery/app': 'nvidia-device-plugin', 'battery/component': component },
    account,
    containers: [
      { image: config.image, resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '200m', memory: '256Mi' }), ...container },
    ],
    pod: {
      ...gpuRuntime(summary),
      automountServiceAccountToken: false,
      affinity: gpuNodes,
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, gpuToleration],
      // Root: the kubelet's folders are root's.
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      ...pod,
    },
  });
}

const hostPath = (name: string, path: string, type?: string) => ({ name, hostPath: { path, ...(type && { type }) } });
const allGpus = [
  { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' },
  { name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'compute,utility' },
];
const nodeName = { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
const mpsRoot = '/run/nvidia/mps';

/** How GPUs are shared, for the processes that ask. */
function shared({ sharing: kind }: Config) {
  if (kind === 'none') return { env: [], volumeMounts: [], volumes: [] };
  return {
    env: [{ name: 'CONFIG_FILE', value: '/config/config.yaml' }],
    volumeMounts: [{ name: 'config', mountPath: '/config', readOnly: true }],
    volumes: [{ name: 'config', configMap: { name: sharingConfig } }],
  };
}

/** Offers `nvidia.com/gpu` to the kubelet. Nvidia's hook writes the linker cache into the container, so its root filesystem stays writable. */
function devicePlugin(place: Place): Resource {
  const { config, summary } = place;
  const isKind = summary.installation.provider === 'kind';
  const extra = shared(config);
  const isMps = config.sharing === 'mps';
  return gpuDaemon(
    place,
    {
      name: 'nvidia-device-plugin',
      component: 'plugin',
      container: {
        name: 'plugin',
        command: ['nvidia-device-plugin'],
        env: [
          ...allGpus,
          // kind hands devices to its nodes by volume mounts, and the plugin does the same for pods.
          ...(isKind ? [{ name: 'DEVICE_LIST_STRATEGY', value: 'volume-mounts' }] : []),
          ...(isMps ? [{ name: 'MPS_ROOT', value: mpsRoot }] : []),
          ...extra.env,
        ],
        securityContext: {
          allowPrivilegeEscalation: isKind,
          capabilities: isKind ? { add: ['SYS_ADMIN'] } : { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'kubelet-device-plugins', mountPath: '/var/lib/kubelet/device-plugins' },
          ...(isMps
            ? [
                { name: 'mps-shm', mountPath: '/dev/shm' },
                { name: 'mps-root', mountPath: '/mps' },
              ]
            : []),
          ...extra.volumeMounts,
        ],
      },
    },
    {
      volumes: [
        hostPath('kubelet-device-plugins', '/var/lib/kubelet/device-plugins', 'Directory'),
        ...(isMps ? mpsVolumes : []),
        ...extra.volumes,
      ],
    },
  );
}

/** Labels the node with its GPUs' names and sizes, through a file that the worker of node-feature-discovery reads. Privileged: it asks the PCI devices. */
function featureDiscovery(place: Place): Resource {
  const extra = shared(place.config);
  return gpuDaemon(
    place,
    {
      name: 'gpu-feature-discovery',
      component: 'feature-discovery',
      container: {
        name: 'feature-discovery',
        command: ['gpu-feature-discovery'],
        env: [nodeName, ...allGpus, ...extra.env],
        securityContext: { privileged: true },
        volumeMounts: [
          { name: 'output', mountPath: '/etc/kubernetes/node-feature-discovery/features.d' },
          { name: 'sys', mountPath: '/sys', readOnly: true },
          ...extra.volumeMounts,
        ],
      },
    },
    {
      volumes: [
        hostPath('output', '/etc/kubernetes/node-feature-discovery/features.d', 'DirectoryOrCreate'),
        hostPath('sys', '/sys', 'Directory'),
        ...extra.volumes,
      ],
    },
  );
}

const mpsVolumes = [hostPath('mps-root', mpsRoot, 'DirectoryOrCreate'), hostPath('mps-shm', `${mpsRoot}/shm`, 'DirectoryOrCreate')];

/** Feature discovery says which nodes can share by MPS. The init container mounts shared memory for all pods of the node. */
function mpsDaemon(place: Place): Resource {
  const { config } = place;
  const extra = shared(config);
  const mounts = [{ name: 'mps-root', mountPath: '/mps', mountPropagation: 'Bidirectional' }];
  return gpuDaemon(
    place,
    {
      name: 'nvidia-mps-control-daemon',
      component: 'mps',
      container: {
        name: 'mps',
        command: ['mps-control-daemon'],
        env: [nodeName, ...allGpus, ...extra.env],
        securityContext: { privileged: true },
        volumeMounts: [{ name: 'mps-shm', mountPath: '/dev/shm' }, { name: 'mps-root', mountPath: '/mps' }, ...extra.volumeMounts],
      },
    },
    {
      nodeSelector: { 'kubernetes.io/os': 'linux', 'nvidia.com/mps.capable': 'true' },
      initContainers: [
        {
          name: 'mount-shm',
          image: config.image,
          command: ['mps-control-daemon', 'mount-shm'],
          resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '200m', memory: '256Mi' }),
          securityContext: { privileged: true },
          volumeMounts: mounts,
        },
      ],
      volumes: [...mpsVolumes, ...extra.volumes],
    },
  );
}
