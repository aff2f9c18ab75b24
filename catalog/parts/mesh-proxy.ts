import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { caAddress, clusterId, discoveryAddress, proxyLabels, rootCertConfigMap, trustDomain } from './mesh.ts';
import { deployment, resources } from './workload.ts';

type Labels = Record<string, string>;

export type MeshProxy = {
  /** Of the Deployment, and of its service account, which the caller makes. */
  name: string;
  namespace: string;
  /** `router` ends connections from outside the mesh, `waypoint` those of the mesh. */
  role: 'router' | 'waypoint';
  /** The Gateway that it serves. */
  gateway: string;
  selector: Labels;
  podLabels?: Labels;
  image: string;
  replicas: number | 'autoscaled';
  /** Ports beside the proxy's own. */
  ports: { name: string; containerPort: number }[];
};

/** What the labels of Istio say of pods that it did not make itself; istiod finds the pods of a Gateway by the first (`istioctl` and Kiali too). */
export function gatewayLabels(gateway: string, className: 'istio' | 'istio-waypoint'): Labels {
  return { 'gateway.networking.k8s.io/gateway-name': gateway, 'gateway.networking.k8s.io/gateway-class-name': className };
}

/** Envoy under Istio's agent, as istiod's own templates at 1.29 have it (docs/decisions/0005-gateways-are-ours.md). */
export function meshProxy(proxy: MeshProxy, summary: Summary): Resource {
  const { name, namespace, selector, replicas, podLabels } = proxy;
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    replicas,
    podLabels: { ...proxyLabels, ...gatewayIdentity(proxy), ...podLabels },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020', 'prometheus.io/path': '/stats/prometheus' },
    spec: { strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } } },
    pod: {
      // The agent sends a token of its own audience; that of the API server is of no use to it.
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1337, runAsGroup: 1337, fsGroup: 1337, seccompProfile: { type: 'RuntimeDefault' } },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: selector },
        },
      ],
      volumes,
    },
    containers: [container(proxy, summary)],
  });
}

function gatewayIdentity({ name, role, gateway }: MeshProxy): Labels {
  return {
    ...gatewayLabels(gateway, role === 'router' ? 'istio' : 'istio-waypoint'),
    // It speaks the tunnel itself: ztunnel must not take its traffic.
    'istio.io/dataplane-mode': 'none',
    'service.istio.io/canonical-name': name,
    'service.istio.io/canonical-revision': 'latest',
  };
}

function container(proxy: MeshProxy, summary: Summary) {
  const { name, role, image } = proxy;
  const ready = { httpGet: { path: '/healthz/ready', port: 'status-port' }, timeoutSeconds: 1 };
  return {
    name: 'istio-proxy',
    image,
    args: [
      'proxy',
      role,
      '--domain',
      '$(POD_NAMESPACE).svc.cluster.local',
      ...(role === 'waypoint' ? ['--serviceCluster', `${name}.$(POD_NAMESPACE)`] : []),
      '--proxyLogLevel',
      'warning',
      '--proxyComponentLogLevel',
      'misc:error',
      '--log_output_level',
      'default:info',
      '--log_as_json',
    ],
    env: environment(proxy, summary),
    ports: [
      ...proxy.ports,
      { name: 'metrics', containerPort: 15_020 },
      { name: 'status-port', containerPort: 15_021 },
      { name: 'http-envoy-prom', containerPort: 15_090 },
    ],
    startupProbe: { ...ready, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 15, failureThreshold: 4 },
    resources: resources({ cpu: '100m', memory: '128Mi' }, { cpu: '2', memory: '1Gi' }),
    volumeMounts: mounts,
  };
}

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const limit = (name: string, resource: string) => ({ name, valueFrom: { resourceFieldRef: { resource } } });

function environment({ name, namespace }: MeshProxy, summary: Summary) {
  const proxyMetadata = { ISTIO_META_ENABLE_HBONE: 'true' };
  return [
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('INSTANCE_IP', 'status.podIP'),
    field('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    field('HOST_IP', 'status.hostIP'),
    limit('ISTIO_CPU_LIMIT', 'limits.cpu'),
    limit('GOMAXPROCS', 'limits.cpu'),
    limit('GOMEMLIMIT', 'limits.memory'),
    ...Object.entries({
      PILOT_CERT_PROVIDER: 'istiod',
      CA_ADDR: caAddress(summary),
      PROXY_CONFIG: JSON.stringify({ discoveryAddress: discoveryAddress(summary), proxyMetadata }),
      ...proxyMetadata,
      ISTIO_META_CLUSTER_ID: clusterId,
      ISTIO_META_INTERCEPTION_MODE: 'REDIRECT',
      ISTIO_META_MESH_ID: trustDomain,
      ISTIO_META_OWNER: `kubernetes://apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
      ISTIO_META_WORKLOAD_NAME: name,
      TRUST_DOMAIN: trustDomain,
    }).map(([key, value]) => ({ name: key, value })),
    field('ISTIO_META_NODE_NAME', 'spec.nodeName'),
    field('ISTIO_META_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
  ];
}

const mounts = [
  { name: 'workload-socket', mountPath: '/var/run/secrets/workload-spiffe-uds' },
  { name: 'credential-socket', mountPath: '/var/run/secrets/credential-uds' },
  { name: 'workload-certs', mountPath: '/var/run/secrets/workload-spiffe-credentials' },
  { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio', readOnly: true },
  { name: 'istio-data', mountPath: '/var/lib/istio/data' },
  { name: 'istio-envoy', mountPath: '/etc/istio/proxy' },
  { name: 'istio-token', mountPath: '/var/run/secrets/tokens', readOnly: true },
  { name: 'istio-podinfo', mountPath: '/etc/istio/pod', readOnly: true },
];

/** Proves to istiod (or istio-csr) who the pod is. */
export const meshTokenVolume = {
  name: 'istio-token',
  projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca', expirationSeconds: 43_200, path: 'istio-token' } }] },
};

const volumes = [
  { name: 'workload-socket', emptyDir: {} },
  { name: 'credential-socket', emptyDir: {} },
  { name: 'workload-certs', emptyDir: {} },
  { name: 'istiod-ca-cert', configMap: { name: rootCertConfigMap } },
  { name: 'istio-data', emptyDir: {} },
  { name: 'istio-envoy', emptyDir: { medium: 'Memory' } },
  meshTokenVolume,
  {
    name: 'istio-podinfo',
    downwardAPI: {
      items: ['labels', 'annotations'].map((path) => ({ path, fieldRef: { fieldPath: `metadata.${path}` } })),
    },
  },
];
