import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { gpuToleration } from '../../parts/gpu.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { daemonSet, deployment, resources, type Workload } from '../../parts/workload.ts';
import type { nodeFeatureDiscovery } from './battery.ts';
import { collectorRules, masterLeaseRules, masterRules, workerRules } from './rules.ts';

type Config = ConfigOf<typeof nodeFeatureDiscovery>;

const master = 'nfd-master';
const worker = 'nfd-worker';
const collector = 'nfd-gc';
const configFolder = '/etc/kubernetes/node-feature-discovery';

/**
 * Workers report what their node has, the master writes it as labels, the collector cleans up after removed nodes. They live in the base
 * namespace: workers read the node's files, which the pod security of the core namespace forbids.
 */
export const nodeFeatureDiscoveryResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    return [
      ...[master, worker, collector].map((name) => serviceAccount({ namespace, name })),
      ...clusterGrant(master, { namespace, name: master }, masterRules),
      ...namespaceGrant(master, { namespace, name: master }, masterLeaseRules),
      ...clusterGrant(collector, { namespace, name: collector }, collectorRules),
      ...namespaceGrant(worker, { namespace, name: worker }, workerRules),
      // Labels of GPU feature discovery begin with nvidia.com/, outside the master's own prefix.
      configMap('nfd-master-conf', namespace, { 'nfd-master.conf': JSON.stringify({ extraLabelNs: ['nvidia.com'] }) }),
      configMap('nfd-worker-conf', namespace, { 'nfd-worker.conf': JSON.stringify(workerConfig) }),
      masterDeployment(config, namespace),
      workerDaemonSet(config, namespace),
      collectorDeployment(config, namespace),
    ];
  },
};

/** Network, display and accelerator classes of PCI, labelled by vendor: `feature.node.kubernetes.io/pci-10de.present` is an Nvidia GPU. */
const workerConfig = {
  sources: { pci: { deviceClassWhitelist: ['02', '0200', '0207', '0300', '0302'], deviceLabelFields: ['vendor'] } },
};

function workload(name: string, component: string, namespace: string, config: Config) {
  return {
    name,
    namespace,
    selector: { 'battery/app': 'node-feature-discovery', 'battery/component': component },
    account: name,
    containers: [
      {
        name: component,
        image: config.image,
        command: [name],
        env: [
          fieldEnv('NODE_NAME', 'spec.nodeName'),
          fieldEnv('POD_NAME', 'metadata.name'),
          fieldEnv('POD_UID', 'metadata.uid'),
          fieldEnv('KUBERNETES_NAMESPACE', 'metadata.namespace'),
        ],
        ports: [{ name: 'http', containerPort: 8080 }],
        livenessProbe: probe,
        readinessProbe: { ...probe, failureThreshold: 10 },
        resources: resources({ cpu: '10m', memory: '64Mi' }, { cpu: '200m', memory: '512Mi' }),
      },
    ],
    pod: { securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } } },
  } satisfies Workload;
}

const probe = { httpGet: { path: '/healthz', port: 'http' }, initialDelaySeconds: 5, periodSeconds: 10 };
const fieldEnv = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

function masterDeployment(config: Config, namespace: string): Resource {
  const base = workload(master, 'master', namespace, config);
  return deployment({
    ...base,
    containers: base.containers.map((container) => ({
      ...container,
      args: ['-enable-leader-election', `-resync-period=${config.resyncMinutes}m`],
      volumeMounts: [{ name: 'config', mountPath: configFolder, readOnly: true }],
    })),
    pod: { ...base.pod, volumes: [{ name: 'config', configMap: { name: 'nfd-master-conf' } }] },
  });
}

function collectorDeployment(config: Config, namespace: string): Resource {
  const base = workload(collector, 'gc', namespace, config);
  return deployment({
    ...base,
    containers: base.containers.map((container) => ({ ...container, args: [`-gc-interval=${config.resyncMinutes}m`] })),
  });
}

/** Where the worker sees each folder of its node. */
const hostFolders = [
  { name: 'host-boot', path: '/boot', mountPath: '/host-boot' },
  { name: 'host-os-release', path: '/etc/os-release', mountPath: '/host-etc/os-release' },
  { name: 'host-sys', path: '/sys', mountPath: '/host-sys' },
  { name: 'host-usr-lib', path: '/usr/lib', mountPath: '/host-usr/lib' },
  { name: 'host-lib', path: '/lib', mountPath: '/host-lib' },
  { name: 'host-proc-swaps', path: '/proc/swaps', mountPath: '/host-proc/swaps' },
  // What other tools found out, such as GPU feature discovery.
  { name: 'features-d', path: `${configFolder}/features.d/`, mountPath: `${configFolder}/features.d/`, type: 'DirectoryOrCreate' },
];

function workerDaemonSet(config: Config, namespace: string): Resource {
  const base = workload(worker, 'worker', namespace, config);
  return daemonSet({
    ...base,
    containers: base.containers.map((container) => ({
      ...container,
      volumeMounts: [
        ...hostFolders.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
        // A file of its own, as the folder around it holds features.d.
        { name: 'config', mountPath: `${configFolder}/nfd-worker.conf`, subPath: 'nfd-worker.conf', readOnly: true },
      ],
    })),
    pod: {
      ...base.pod,
      tolerations: [gpuToleration],
      volumes: [
        ...hostFolders.map(({ name, path, type }) => ({ name, hostPath: { path, ...(type && { type }) } })),
        { name: 'config', configMap: { name: 'nfd-worker-conf' } },
      ],
    },
  });
}
