import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { ingressIssuer } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { gatewayName, gatewayParent, httpListener } from '../../parts/gateway.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { platformPriority, restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { certManager } from './battery.ts';
import { cainjectorRules, controllerRules, leaseRules, webhookClusterRules, webhookRules } from './rules.ts';

type Config = ConfigOf<typeof certManager>;

const selector = (component: string) => ({ 'battery/app': 'cert-manager', 'battery/component': component });

export const certManagerResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    const controller = { namespace, name: 'cert-manager' };
    const cainjector = { namespace, name: 'cert-manager-cainjector' };
    const webhook = { namespace, name: 'cert-manager-webhook' };
    return [
      ...[controller, cainjector, webhook].map((account) => serviceAccount(account)),
      ...Object.entries(controllerRules).flatMap(([part, rules]) => clusterGrant(`cert-manager-controller-${part}`, controller, rules)),
      ...clusterGrant('cert-manager-cainjector', cainjector, cainjectorRules),
      ...clusterGrant('cert-manager-webhook:subjectaccessreviews', webhook, webhookClusterRules),
      ...namespaceGrant('cert-manager:leaderelection', controller, leaseRules('cert-manager-controller')),
      ...namespaceGrant('cert-manager-cainjector:leaderelection', cainjector, leaseRules('cert-manager-cainjector-leader-election')),
      ...namespaceGrant('cert-manager-tokenrequest', controller, [
        { apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['cert-manager'], verbs: ['create'] },
      ]),
      ...namespaceGrant('cert-manager-webhook:dynamic-serving', webhook, webhookRules),
      service('cert-manager', namespace, 'controller', [{ name: 'http-metrics', port: 9402, targetPort: 'http-metrics', protocol: 'TCP' }]),
      service('cert-manager-webhook', namespace, 'webhook', [{ name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' }]),
      allowIngress('cert-manager', namespace, selector('controller'), [{ from: [managedNamespaces], ports: [9402] }]),
      allowIngress('cert-manager-webhook', namespace, selector('webhook'), [{ ports: [10_250] }]),
      ...deployments(config, namespace, summary),
      webhookConfiguration('MutatingWebhookConfiguration', namespace),
      webhookConfiguration('ValidatingWebhookConfiguration', namespace),
      { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'self-signed' }, spec: { selfSigned: {} } },
      // Without the gateway no authority could reach what answers its challenges.
      ...(config.email && hasBattery(summary, 'istio_gateway') ? letsEncrypt(config.email, summary) : []),
      ...serviceScrape(
        {
          name: 'cert-manager',
          namespace,
          matchLabels: selector('controller'),
          endpoints: [{ port: 'http-metrics', path: '/metrics', interval: '60s' }],
        },
        summary,
      ),
    ];
  },
};

function service(name: string, namespace: string, component: string, ports: object[]): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: { 'battery/component': component } },
    spec: { selector: selector(component), ports },
  };
}

function deployments(config: Config, namespace: string, summary: Summary): Resource[] {
  return [
    deployment('cert-manager', 'controller', namespace, {
      image: config.controllerImage,
      args: [
        '--v=2',
        '--cluster-resource-namespace=$(POD_NAMESPACE)',
        `--leader-election-namespace=${namespace}`,
        `--acme-http01-solver-image=${config.acmesolverImage}`,
        '--max-concurrent-challenges=60',
        // Without the Gateway API's definitions the controller would end at once.
        ...(hasBattery(summary, 'gateway_api') ? ['--enable-gateway-api'] : []),
      ],
      ports: [
        { name: 'http-metrics', containerPort: 9402 },
        { name: 'http-healthz', containerPort: 9403 },
      ],
      livenessProbe: {
        httpGet: { path: '/livez', port: 'http-healthz' },
        initialDelaySeconds: 10,
        periodSeconds: 10,
        timeoutSeconds: 15,
        failureThreshold: 8,
      },
    }),
    deployment('cert-manager-cainjector', 'cainjector', namespace, {
      image: config.cainjectorImage,
      args: ['--v=2', `--leader-election-namespace=${namespace}`],
      ports: [{ name: 'http-metrics', containerPort: 9402 }],
    }),
    deployment('cert-manager-webhook', 'webhook', namespace, {
      image: config.webhookImage,
      args: [
        '--v=2',
        '--secure-port=10250',
        '--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)',
        '--dynamic-serving-ca-secret-name=cert-manager-webhook-ca',
        ...['', '.$(POD_NAMESPACE)', '.$(POD_NAMESPACE).svc'].map((suffix) => `--dynamic-serving-dns-names=cert-manager-webhook${suffix}`),
      ],
      ports: [
        { name: 'https', containerPort: 10_250 },
        { name: 'healthcheck', containerPort: 6080 },
        { name: 'http-metrics', containerPort: 9402 },
      ],
      livenessProbe: {
        httpGet: { path: '/livez', port: 'healthcheck' },
        initialDelaySeconds: 60,
        periodSeconds: 10,
        timeoutSeconds: 1,
        failureThreshold: 3,
      },
      readinessProbe: {
        httpGet: { path: '/healthz', port: 'healthcheck' },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 1,
        failureThreshold: 3,
      },
    }),
  ];
}

function deployment(
  name: string,
  component: string,
  namespace: string,
  container: { image: string; args: string[]; ports: object[]; livenessProbe?: object; readinessProbe?: object },
): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { 'battery/component': component } },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector(component) },
      template: {
        metadata: {
          labels: selector(component),
          annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9402' },
        },
        spec: {
          serviceAccountName: name,
          priorityClassName: platformPriority,
          enableServiceLinks: false,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: restrictedPod,
          containers: [
            {
              name: component,
              ...container,
              env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
              resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
              securityContext: restrictedContainer,
            },
          ],
        },
      },
    },
  };
}

/** The cainjector writes the caBundle, so it is not ours to set. */
function webhookConfiguration(kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration', namespace: string): Resource {
  const isMutating = kind === 'MutatingWebhookConfiguration';
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: {
      name: 'cert-manager-webhook',
      annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/cert-manager-webhook-ca` },
    },
    webhooks: [
      {
        name: 'webhook.cert-manager.io',
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { name: 'cert-manager-webhook', namespace, path: isMutating ? '/mutate' : '/validate' } },
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        sideEffects: 'None',
        timeoutSeconds: 30,
        ...(isMutating
          ? {}
          : {
              namespaceSelector: { matchExpressions: [{ key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] }] },
            }),
        rules: isMutating
          ? [{ apiGroups: ['cert-manager.io'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['certificaterequests'] }]
          : [
              {
                apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
                apiVersions: ['v1'],
                operations: ['CREATE', 'UPDATE'],
                resources: ['*/*'],
              },
            ],
      },
    ],
  };
}

/** HTTP-01 through the gateway. */
function letsEncrypt(email: string, summary: Summary): Resource[] {
  const http01 = { gatewayHTTPRoute: { parentRefs: [gatewayParent(summary, gatewayName, httpListener)] } };
  return [
    ['lets-encrypt-stage', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
    [ingressIssuer, 'https://acme-v02.api.letsencrypt.org/directory'],
  ].map(([name = '', server]) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name },
    spec: { acme: { email, server, privateKeySecretRef: { name }, solvers: [{ http01 }] } },
  }));
}
