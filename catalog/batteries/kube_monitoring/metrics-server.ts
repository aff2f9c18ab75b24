import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress } from '../../parts/network-policy.ts';
import { bindClusterRole, bindRole, clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { kubeMonitoring } from './battery.ts';
import { metricsServerRules } from './rules.ts';
import { inCluster, verifiesKubelets } from './scrapes.ts';

type Config = ConfigOf<typeof kubeMonitoring>;

const name = 'metrics-server';
const selector = { 'battery/app': 'kube-monitoring', 'battery/component': name };
const port = 10_250;
const certificate = 'metrics-server-tls';

/**
 * Answers `kubectl top` and autoscalers, as an extension of the API server. With cert_manager the two know each other by a certificate; without, the
 * server signs its own and the API server must believe it, as upstream has it.
 */
export function metricsServer(config: Config, summary: Summary): Resource[] {
  if (!config.metricsServer) return [];
  const namespace = namespacesOf(summary).core;
  const account = { namespace, name };
  const hasCertificate = hasBattery(summary, 'cert_manager');
  return [
    serviceAccount(account),
    ...clusterGrant('system:metrics-server', account, metricsServerRules),
    bindClusterRole('metrics-server:system:auth-delegator', 'system:auth-delegator', account),
    // The one object of ours in kube-system: the role that it binds is there.
    bindRole('metrics-server-auth-reader', 'kube-system', 'extension-apiserver-authentication-reader', account),
    ...(hasCertificate ? [servingCertificate(namespace, summary)] : []),
    server(config, namespace, hasCertificate, summary),
    service({ name, namespace, selector, ports: [{ name: 'https', port: 443, appProtocol: 'https' }] }),
    // The API server calls from an address that no selector matches.
    allowIngress(name, namespace, selector, [{ ports: [port] }]),
    ...serviceScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'https', ...inCluster(false) }] }, summary),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: {
        name: 'v1beta1.metrics.k8s.io',
        // cert-manager's injector writes the caBundle, so it is not ours to set.
        ...(hasCertificate && { annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${certificate}` } }),
      },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        service: { name, namespace, port: 443 },
        // Named only where it is so: false is what the API server takes by itself.
        ...(!hasCertificate && { insecureSkipTLSVerify: true }),
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ];
}

function servingCertificate(namespace: string, summary: Summary): Resource {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificate, namespace },
    spec: {
      secretName: certificate,
      dnsNames: [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: {
        group: 'cert-manager.io',
        kind: 'ClusterIssuer',
        name: hasBattery(summary, 'battery_ca') ? 'battery-ca' : 'self-signed',
      },
    },
  };
}

function server(config: Config, namespace: string, hasCertificate: boolean, summary: Summary): Resource {
  const probe = (path: string) => ({ httpGet: { path, port: 'https', scheme: 'HTTPS' }, periodSeconds: 10, failureThreshold: 3 });
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } } },
    pod: {
      securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      volumes: [
        { name: 'tmp', emptyDir: {} },
        ...(hasCertificate ? [{ name: 'tls', secret: { secretName: certificate, defaultMode: 0o440 } }] : []),
      ],
    },
    containers: [
      {
        name,
        image: config.metricsServerImage,
        args: [
          `--secure-port=${port}`,
          ...(hasCertificate ? ['--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key'] : ['--cert-dir=/tmp']),
          '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
          '--kubelet-use-node-status-port',
          '--metric-resolution=15s',
          ...(verifiesKubelets(config, summary) ? [] : ['--kubelet-insecure-tls']),
        ],
        ports: [{ name: 'https', containerPort: port }],
        readinessProbe: { ...probe('/readyz'), initialDelaySeconds: 20 },
        livenessProbe: probe('/livez'),
        resources: resources({ cpu: '100m', memory: '200Mi' }, { cpu: '500m', memory: '512Mi' }),
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...(hasCertificate ? [{ name: 'tls', mountPath: '/tls', readOnly: true }] : [])],
      },
    ],
  });
}
