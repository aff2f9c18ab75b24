import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { clusterId, istioCsrName as name, trustDomain } from '../../parts/mesh.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { istioCsr } from './battery.ts';
import { clusterRules, istioNamespaceGrant } from './rules.ts';

type Config = ConfigOf<typeof istioCsr>;

const selector = { 'battery/app': 'istio-csr', 'battery/component': 'istio-csr' };
const metrics = { 'battery/app': 'istio-csr', 'battery/component': 'metrics' };
const issuer = { name: 'battery-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' };

/**
 * Signs what istiod and the proxies ask for, through cert-manager. That they ask here and not istiod is said by batteries/istio and
 * parts/mesh-proxy.ts (defect D21: the original installs it and nothing asks it).
 */
export const istioCsrResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { base, istio } = namespacesOf(summary);
    const account = { namespace: base, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, clusterRules),
      ...istioNamespaceGrant(name, account, istio),
      signer(config, summary),
      service({ name, namespace: base, selector, ports: [{ name: 'https', port: 443, targetPort: 'https' }] }),
      ...(config.replicas > 1 ? [pdb(name, base, selector)] : []),
      allowIngress(name, base, selector, [{ from: [managedNamespaces], ports: [6443, 9402] }]),
      istiodCertificate(istio),
      ...monitoring(base, summary),
    ];
  },
};

function signer({ replicas, image }: Config, summary: Summary): Resource {
  const { base, istio } = namespacesOf(summary);
  return deployment({
    name,
    namespace: base,
    selector,
    account: name,
    replicas,
    containers: [
      {
        name,
        image,
        args: [
          '--log-level=1',
          '--metrics-port=9402',
          '--readiness-probe-port=6060',
          '--readiness-probe-path=/readyz',
          // Requests lie beside istiod, as its chart has it, and go once they are answered.
          `--certificate-namespace=${istio}`,
          `--issuer-name=${issuer.name}`,
          `--issuer-kind=${issuer.kind}`,
          `--issuer-group=${issuer.group}`,
          // The root comes from the authority's own Secret: what is trusted does not depend on an answer.
          '--root-ca-file=/var/run/secrets/root/ca.pem',
          `--serving-certificate-dns-names=${name}.${base}.svc`,
          '--serving-certificate-duration=1h',
          `--trust-domain=${trustDomain}`,
          `--cluster-id=${clusterId}`,
          '--max-client-certificate-duration=1h',
          '--serving-address=0.0.0.0:6443',
          // ztunnel asks in the name of the pods on its node.
          `--ca-trusted-node-accounts=${istio}/ztunnel`,
          `--leader-election-namespace=${istio}`,
          // Bursts after a restart of many pods are held back by the API server's own fairness.
          '--disable-kubernetes-client-rate-limiter=true',
        ],
        ports: [
          { name: 'https', containerPort: 6443 },
          { name: 'http-metrics', containerPort: 9402 },
          { name: 'readiness', containerPort: 6060 },
        ],
        readinessProbe: { httpGet: { path: '/readyz', port: 'readiness' }, initialDelaySeconds: 3, periodSeconds: 7 },
        resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '500m', memory: '512Mi' }),
        volumeMounts: [{ name: 'root-ca', mountPath: '/var/run/secrets/root', readOnly: true }],
      },
    ],
    // The certificate alone: the key stays with cert-manager.
    pod: {
      volumes: [{ name: 'root-ca', secret: { secretName: 'battery-ca', items: [{ key: 'tls.crt', path: 'ca.pem' }] } }],
    },
  });
}

/** Istiod's own, for proxies and webhooks; an hour, renewed at half of it, as in its chart (NIST SP 800-204A). */
function istiodCertificate(namespace: string): Resource {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'istiod', namespace },
    spec: {
      commonName: `istiod.${namespace}.svc`,
      dnsNames: [`istiod.${namespace}.svc`],
      uris: [`spiffe://${trustDomain}/ns/${namespace}/sa/istiod`],
      secretName: 'istiod-tls',
      duration: '1h0m0s',
      renewBefore: '30m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      revisionHistoryLimit: 1,
      issuerRef: issuer,
    },
  };
}

function monitoring(namespace: string, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'victoria_metrics')) return [];
  return [
    {
      ...service({ name: `${name}-metrics`, namespace, selector, ports: [{ name: 'http-metrics', port: 9402 }] }),
      metadata: { name: `${name}-metrics`, namespace, labels: metrics },
    },
    ...serviceScrape({ name, namespace, matchLabels: metrics, endpoints: [{ port: 'http-metrics', interval: '30s' }] }, summary),
  ];
}
