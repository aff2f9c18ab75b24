import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { configMap } from '../../parts/config-map.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { daemonSet, resources } from '../../parts/workload.ts';
import type { istio } from './battery.ts';
import { cniClusterRules, cniDaemonSet, cniRules } from './rules.ts';

type Config = ConfigOf<typeof istio>;

const name = 'istio-cni';
const selector = { 'battery/app': 'istio', 'battery/component': 'cni' };
const mode = 'istio.io/dataplane-mode';

/** Every node needs it, whatever its taints: a pod that starts without it is not in the mesh. */
export const everyNode = [
  { operator: 'Exists', effect: 'NoSchedule' },
  { operator: 'Exists', effect: 'NoExecute' },
  { key: 'CriticalAddonsOnly', operator: 'Exists' },
];

/** Adds itself to the node's chain of CNI plugins and takes the traffic of pods in the mesh to ztunnel. */
export function cniResources(config: Config): Resource[] {
  const { namespace } = config;
  const account = { namespace, name };
  return [
    serviceAccount(account),
    ...clusterGrant(name, account, cniClusterRules),
    ...namespaceGrant(name, account, cniRules),
    configMap(`${name}-config`, namespace, settings(config)),
    agent(config),
    allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [15_014] }]),
  ];
}

function settings({ cniImage }: Config): Record<string, string> {
  return {
    CURRENT_AGENT_VERSION: /:([^:/@]+)(@|$)/.exec(cniImage)?.[1] ?? 'unknown',
    AMBIENT_ENABLED: 'true',
    // By label of the pod, else of its namespace.
    AMBIENT_ENABLEMENT_SELECTOR: JSON.stringify([
      { podSelector: { matchLabels: { [mode]: 'ambient' } } },
      {
        podSelector: { matchExpressions: [{ key: mode, operator: 'NotIn', values: ['none'] }] },
        namespaceSelector: { matchLabels: { [mode]: 'ambient' } },
      },
    ]),
    AMBIENT_DNS_CAPTURE: 'true',
    AMBIENT_IPV6: 'true',
    AMBIENT_RECONCILE_POD_RULES_ON_STARTUP: 'true',
    CHAINED_CNI_PLUGIN: 'true',
    EXCLUDE_NAMESPACES: 'kube-system',
    // Repairs sidecars, which are not used.
    REPAIR_ENABLED: 'false',
  };
}

function agent({ namespace, cniImage, cniBinDir, cniConfDir }: Config): Resource {
  return daemonSet({
    name: cniDaemonSet,
    namespace,
    selector,
    account: name,
    podLabels: { 'k8s-app': cniDaemonSet, [mode]: 'none' },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15014', 'prometheus.io/path': '/metrics' },
    spec: { updateStrategy: { rollingUpdate: { maxUnavailable: 1 } } },
    containers: [
      {
        name: 'install-cni',
        image: cniImage,
        command: ['install-cni'],
        args: ['--log_output_level=info', '--log_as_json'],
        envFrom: [{ configMapRef: { name: `${name}-config` } }],
        env: [
          { name: 'ALLOW_SWITCH_TO_HOST_NS', value: 'true' },
          { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
          { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        ports: [
          { name: 'metrics', containerPort: 15_014 },
          { name: 'readiness', containerPort: 8000 },
        ],
        readinessProbe: { httpGet: { path: '/readyz', port: 'readiness' } },
        resources: resources({ cpu: '50m', memory: '100Mi' }, { cpu: '1', memory: '512Mi' }),
        securityContext: {
          privileged: false,
          runAsUser: 0,
          runAsGroup: 0,
          runAsNonRoot: false,
          // Upstream runs it unconfined: a profile would keep it from entering network namespaces.
          appArmorProfile: { type: 'Unconfined' },
          // Routes and sets; rules of iptables; namespaces of processes, and entering them; directories that others own.
          capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW', 'SYS_PTRACE', 'SYS_ADMIN', 'DAC_OVERRIDE'] },
        },
        volumeMounts: [
          { name: 'cni-bin-dir', mountPath: '/host/opt/cni/bin' },
          { name: 'cni-net-dir', mountPath: '/host/etc/cni/net.d' },
          { name: 'cni-host-procfs', mountPath: '/host/proc', readOnly: true },
          { name: 'cni-netns-dir', mountPath: '/host/var/run/netns', mountPropagation: 'HostToContainer' },
          { name: 'cni-socket-dir', mountPath: '/var/run/istio-cni' },
          { name: 'cni-ztunnel-sock-dir', mountPath: '/var/run/ztunnel' },
        ],
      },
    ],
    pod: {
      priorityClassName: 'system-node-critical',
      terminationGracePeriodSeconds: 5,
      tolerations: everyNode,
      securityContext: {},
      volumes: [
        hostPath('cni-bin-dir', cniBinDir),
        hostPath('cni-net-dir', cniConfDir),
        hostPath('cni-host-procfs', '/proc', 'Directory'),
        hostPath('cni-netns-dir', '/var/run/netns', 'DirectoryOrCreate'),
        hostPath('cni-socket-dir', '/var/run/istio-cni', 'DirectoryOrCreate'),
        hostPath('cni-ztunnel-sock-dir', '/var/run/ztunnel', 'DirectoryOrCreate'),
      ],
    },
  });
}

export function hostPath(volume: string, path: string, type?: 'Directory' | 'DirectoryOrCreate') {
  return { name: volume, hostPath: { path, ...(type && { type }) } };
}
