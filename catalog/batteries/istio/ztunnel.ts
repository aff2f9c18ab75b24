import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { caAddress, clusterId, discoveryAddress, rootCertConfigMap } from '../../parts/mesh.ts';
import { meshTokenVolume } from '../../parts/mesh-proxy.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { daemonSet, resources } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { istio } from './battery.ts';
import { everyNode, hostPath } from './cni.ts';

type Config = ConfigOf<typeof istio>;

const name = 'ztunnel';
const selector = { 'battery/app': 'istio', 'battery/component': name };
const graceSeconds = 30;

/** One a node: carries the traffic of the node's pods in their name, encrypted, and enforces who may talk to whom. */
export function ztunnelResources(config: Config, summary: Summary): Resource[] {
  const { namespace } = config;
  return [
    serviceAccount({ namespace, name }, false),
    proxy(config, summary),
    allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [15_020] }]),
  ];
}

function proxy({ namespace, ztunnelImage }: Config, summary: Summary): Resource {
  return daemonSet({
    name,
    namespace,
    selector,
    account: name,
    podLabels: { app: name, 'istio.io/dataplane-mode': 'none' },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020' },
    // The new one takes over before the old one goes, so that no connection is refused.
    spec: { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
    containers: [
      {
        name: 'istio-proxy',
        image: ztunnelImage,
        args: ['proxy', name],
        env: [
          ...Object.entries({
            CA_ADDRESS: caAddress(summary),
            XDS_ADDRESS: discoveryAddress(summary),
            ISTIO_META_CLUSTER_ID: clusterId,
            INPOD_ENABLED: 'true',
            LOG_FORMAT: 'json',
            RUST_LOG: 'info',
            TERMINATION_GRACE_PERIOD_SECONDS: String(graceSeconds),
          }).map(([key, value]) => ({ name: key, value })),
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'INSTANCE_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'SERVICE_ACCOUNT', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
          { name: 'ZTUNNEL_CPU_LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        ports: [
          { name: 'ztunnel-stats', containerPort: 15_020 },
          { name: 'readiness', containerPort: 15_021 },
        ],
        readinessProbe: { httpGet: { path: '/healthz/ready', port: 'readiness' } },
        resources: resources({ cpu: '100m', memory: '128Mi' }, { cpu: '2', memory: '1Gi' }),
        securityContext: {
          // SYS_ADMIN implies it, and the API server refuses to be told otherwise.
          allowPrivilegeEscalation: true,
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsUser: 0,
          runAsGroup: 1337,
          runAsNonRoot: false,
          // Sockets that keep the client's address; entering the pods' network namespaces; raw sockets.
          capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'SYS_ADMIN', 'NET_RAW'] },
        },
        volumeMounts: [
          { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio', readOnly: true },
          { name: 'istio-token', mountPath: '/var/run/secrets/tokens', readOnly: true },
          { name: 'cni-ztunnel-sock-dir', mountPath: '/var/run/ztunnel' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    pod: {
      priorityClassName: 'system-node-critical',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: graceSeconds,
      tolerations: everyNode,
      securityContext: {},
      volumes: [
        { name: 'istiod-ca-cert', configMap: { name: rootCertConfigMap } },
        meshTokenVolume,
        hostPath('cni-ztunnel-sock-dir', '/var/run/ztunnel', 'DirectoryOrCreate'),
        { name: 'tmp', emptyDir: {} },
      ],
    },
  });
}
