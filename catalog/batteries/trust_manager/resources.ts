import { labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedContainer } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { trustManager } from './battery.ts';
import { clusterRules, leaseRules, sourceRules } from './rules.ts';

type Config = ConfigOf<typeof trustManager>;

const name = 'trust-manager';
const selector = { 'battery/app': name, 'battery/component': 'controller' };
const metricsService = { 'battery/app': name, 'battery/component': 'metrics' };

/** It reads the authorities' Secrets in its own namespace only, where battery_ca and cert-manager keep them. */
export const trustManagerResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { base, core } = namespacesOf(summary);
    const account = { namespace: base, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, clusterRules),
      ...namespaceGrant(name, account, sourceRules),
      ...namespaceGrant(`${name}:leaderelection`, account, leaseRules),
      certificate(base),
      controller(config, base),
      service({ name, namespace: base, selector, ports: [{ name: 'webhook', port: 443 }] }),
      allowIngress(name, base, selector, [{ ports: [6443] }, { from: [namespacePeer(core)], ports: [9402] }]),
      ...metrics(base, summary),
      webhookConfiguration(base),
      bundle(config),
    ];
  },
};

function certificate(namespace: string): Resource {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: {
      commonName: `${name}.${namespace}.svc`,
      dnsNames: [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`],
      secretName: `${name}-tls`,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      revisionHistoryLimit: 1,
      usages: ['digital signature', 'key encipherment', 'server auth'],
      issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  };
}

function controller(config: Config, namespace: string): Resource {
  const bounds = resources({ cpu: '20m', memory: '64Mi' }, { cpu: '200m', memory: '256Mi' });
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    pod: {
      initContainers: [
        {
          name: 'public-authorities',
          image: config.packageImage,
          args: ['/copyandmaybepause', '/debian-package', '/packages'],
          resources: bounds,
          securityContext: restrictedContainer,
          volumeMounts: [{ name: 'packages', mountPath: '/packages' }],
        },
      ],
      volumes: [
        { name: 'packages', emptyDir: { sizeLimit: '50Mi' } },
        { name: 'tls', secret: { secretName: `${name}-tls`, defaultMode: 0o644 } },
      ],
    },
    containers: [
      {
        name,
        image: config.image,
        args: [
          '--log-format=json',
          '--metrics-port=9402',
          '--readiness-probe-port=6060',
          '--readiness-probe-path=/readyz',
          `--trust-namespace=${namespace}`,
          '--webhook-host=0.0.0.0',
          '--webhook-port=6443',
          '--webhook-certificate-dir=/tls',
          '--default-package-location=/packages/cert-manager-package-debian.json',
        ],
        ports: [
          { name: 'webhook', containerPort: 6443 },
          { name: 'metrics', containerPort: 9402 },
        ],
        readinessProbe: { httpGet: { path: '/readyz', port: 6060 }, initialDelaySeconds: 3, periodSeconds: 7 },
        resources: bounds,
        volumeMounts: [
          { name: 'tls', mountPath: '/tls', readOnly: true },
          { name: 'packages', mountPath: '/packages', readOnly: true },
        ],
      },
    ],
  });
}

/** The Service that the scrape selects, there only when something scrapes. */
function metrics(namespace: string, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'victoria_metrics')) return [];
  return [
    service({ name: `${name}-metrics`, namespace, selector, labels: metricsService, ports: [{ name: 'metrics', port: 9402 }] }),
    ...serviceScrape({ name, namespace, matchLabels: metricsService, endpoints: [{ port: 'metrics', path: '/metrics' }] }, summary),
  ];
}

/** The cainjector writes the caBundle (its right to this name is in cert_manager/rules.ts). */
function webhookConfiguration(namespace: string): Resource {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name, annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${name}` } },
    webhooks: [
      {
        name: 'trust.cert-manager.io',
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { name, namespace, path: '/validate-trust-cert-manager-io-v1alpha1-bundle' } },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        timeoutSeconds: 5,
        rules: [
          { apiGroups: ['trust.cert-manager.io'], apiVersions: ['v1alpha1'], operations: ['CREATE', 'UPDATE'], resources: ['bundles'] },
        ],
      },
    ],
  };
}

/** `tls.crt` and not `ca.crt`: of an authority that signed itself they are one, and the former is what the chain's next renewal replaces. */
function bundle(config: Config): Resource {
  return {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'battery-trust' },
    spec: {
      sources: [{ secret: { name: 'battery-ca', key: 'tls.crt' } }, ...(config.publicAuthorities ? [{ useDefaultCAs: true }] : [])],
      target: {
        configMap: { key: 'trust-bundle.pem' },
        namespaceSelector: { matchLabels: config.allNamespaces ? {} : { [labels.managed]: 'true' } },
      },
    },
  };
}
