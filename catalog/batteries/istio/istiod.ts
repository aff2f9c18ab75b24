import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { autoscaler } from '../../parts/autoscaler.ts';
import { configMap } from '../../parts/config-map.ts';
import { clusterId, rootCertConfigMap } from '../../parts/mesh.ts';
import { meshTokenVolume } from '../../parts/mesh-proxy.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { istio } from './battery.ts';
import { meshConfig } from './mesh-config.ts';
import { istiodClusterRules, istiodRules } from './rules.ts';

type Config = ConfigOf<typeof istio>;

const name = 'istiod';
const selector = { 'battery/app': 'istio', 'battery/component': 'istiod' };
/** By which istioctl and Kiali find it. */
const labels = { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' };

/** The control plane: tells proxies what to do, and signs their certificates unless the battery istio_csr does. */
export function istiodResources(config: Config, summary: Summary): Resource[] {
  const { namespace, minReplicas, maxReplicas } = config;
  const account = { namespace, name };
  return [
    serviceAccount(account),
    ...clusterGrant(name, account, istiodClusterRules),
    ...namespaceGrant(name, account, istiodRules),
    configMap('istio', namespace, { mesh: JSON.stringify(meshConfig(namespace, summary)), meshNetworks: '{"networks":{}}' }),
    controlPlane(config, summary),
    service({
      name,
      namespace,
      selector,
      labels,
      ports: [
        { name: 'https-dns', port: 15_012, targetPort: 'tls-xds' },
        { name: 'https-webhook', port: 443, targetPort: 'https-webhooks' },
        { name: 'http-monitoring', port: 15_014 },
      ],
    }),
    autoscaler(name, namespace, { min: minReplicas, max: maxReplicas }),
    ...(minReplicas > 1 ? [pdb(name, namespace, selector)] : []),
    // The API server calls the webhook; proxies run in any namespace of ours.
    allowIngress(name, namespace, selector, [{ ports: [15_017] }, { from: [managedNamespaces], ports: [15_012, 15_014] }]),
  ];
}

function controlPlane({ namespace, pilotImage }: Config, summary: Summary): Resource {
  const csr = hasBattery(summary, 'istio_csr');
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    replicas: 'autoscaled',
    podLabels: { ...labels, 'istio.io/dataplane-mode': 'none' },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15014' },
    spec: { strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: '25%' } } },
    containers: [
      {
        name: 'discovery',
        image: pilotImage,
        args: [
          'discovery',
          '--monitoringAddr=:15014',
          '--log_output_level=default:info',
          '--log_as_json',
          '--domain=cluster.local',
          '--keepaliveMaxServerConnectionAge=30m',
        ],
        env: environment(namespace, csr),
        ports: [
          { name: 'http-debug', containerPort: 8080 },
          { name: 'tls-xds', containerPort: 15_012 },
          { name: 'http-monitoring', containerPort: 15_014 },
          { name: 'https-webhooks', containerPort: 15_017 },
        ],
        readinessProbe: { httpGet: { path: '/ready', port: 'http-debug' }, periodSeconds: 3, timeoutSeconds: 5 },
        resources: resources({ cpu: '100m', memory: '256Mi' }, { cpu: '2', memory: '2Gi' }),
        volumeMounts: [
          { name: 'istio-token', mountPath: '/var/run/secrets/tokens', readOnly: true },
          { name: 'local-certs', mountPath: '/var/run/secrets/istio-dns' },
          ...(csr ? csrVolumes.map(({ name: volume }) => ({ name: volume, mountPath: csrPaths[volume], readOnly: true })) : []),
        ],
      },
    ],
    pod: { volumes: [meshTokenVolume, { name: 'local-certs', emptyDir: { medium: 'Memory' } }, ...(csr ? csrVolumes : [])] },
  });
}

/** Where istiod looks for a certificate of its own before it signs one: made by the Certificate of istio_csr, and the root by istio-csr itself. */
const csrPaths = { 'istio-csr-dns-cert': '/var/run/secrets/istiod/tls', 'istio-csr-ca-configmap': '/var/run/secrets/istiod/ca' } as const;
const csrVolumes = [
  { name: 'istio-csr-dns-cert', secret: { secretName: 'istiod-tls' } },
  { name: 'istio-csr-ca-configmap', configMap: { name: rootCertConfigMap } },
] as const;

function environment(namespace: string, csr: boolean) {
  return [
    ...Object.entries({
      REVISION: 'default',
      PILOT_CERT_PROVIDER: 'istiod',
      CLUSTER_ID: clusterId,
      PILOT_ENABLE_AMBIENT: 'true',
      // TCPRoute is alpha, and Forgejo's SSH is one.
      PILOT_ENABLE_ALPHA_GATEWAY_API: 'true',
      // ztunnel asks for certificates in the name of the pods on its node.
      CA_TRUSTED_NODE_ACCOUNTS: `${namespace}/ztunnel`,
      // Gateways and waypoints are ours, so istiod needs no right to make workloads, and there is nothing to inject.
      PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: 'false',
      INJECT_ENABLED: 'false',
      PILOT_TRACE_SAMPLING: '1',
      ...(csr && { ENABLE_CA_SERVER: 'false' }),
    }).map(([key, value]) => ({ name: key, value })),
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'SERVICE_ACCOUNT', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
    { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
    { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ];
}
