import type { Resource } from '@home-base/schema/kube/resource.ts';
import { postgresDashboard } from '../../dashboards/postgres.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { podScrape } from '../../parts/scrape.ts';
import { platformPriority, restrictedContainer, restrictedPod } from '../../parts/security.ts';
import type { cloudnativePg } from './battery.ts';
import { postgresClusterResources } from './cluster.ts';
import { monitoringQueries } from './monitoring.ts';
import { operatorRules } from './rules.ts';

type Config = ConfigOf<typeof cloudnativePg>;

const name = 'cloudnative-pg';
const selector = { 'battery/app': name, 'battery/component': 'operator' };
const operatorConfig = 'cnpg-controller-manager-config';
const queries = 'cnpg-default-monitoring';

export const cloudnativePgResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, operatorRules),
      // Pods that the operator makes carry these labels of their Cluster, so that they count as the battery's and the owner's.
      configMap(operatorConfig, namespace, { INHERITED_LABELS: 'battery/app, battery/owner, app.kubernetes.io/name' }),
      configMap(queries, namespace, { queries: monitoringQueries }, { 'cnpg.io/reload': '' }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'cnpg-webhook-service', namespace },
        spec: { selector, ports: [{ name: 'webhook', port: 443, targetPort: 9443, protocol: 'TCP' }] },
      },
      allowIngress(name, namespace, selector, [{ ports: [9443] }, { from: [managedNamespaces], ports: [8080] }]),
      operator(config, namespace),
      webhookConfiguration('MutatingWebhookConfiguration', 'mutate', namespace, ['backup', 'cluster', 'database', 'scheduledbackup']),
      webhookConfiguration('ValidatingWebhookConfiguration', 'validate', namespace, [
        'backup',
        'cluster',
        'database',
        'pooler',
        'scheduledbackup',
      ]),
      ...podScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'metrics' }] }, summary),
      ...postgresDashboard(summary),
    ];
  },
  objects: { postgresClusters: postgresClusterResources },
};

function operator(config: Config, namespace: string): Resource {
  const ready = { httpGet: { path: '/readyz', port: 9443, scheme: 'HTTPS' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { 'battery/component': 'operator' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } },
        spec: {
          serviceAccountName: name,
          priorityClassName: platformPriority,
          terminationGracePeriodSeconds: 10,
          securityContext: { ...restrictedPod, runAsUser: 10_001, runAsGroup: 10_001 },
          containers: [
            {
              name: 'manager',
              image: config.operatorImage,
              command: ['/manager'],
              args: [
                'controller',
                '--leader-elect',
                '--max-concurrent-reconciles=10',
                `--config-map-name=${operatorConfig}`,
                `--secret-name=${operatorConfig}`,
                '--webhook-port=9443',
                `--log-level=${config.logLevel}`,
              ],
              env: [
                { name: 'OPERATOR_IMAGE_NAME', value: config.operatorImage },
                { name: 'POSTGRES_IMAGE_NAME', value: config.postgresImage },
                { name: 'OPERATOR_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                { name: 'MONITORING_QUERIES_CONFIGMAP', value: queries },
              ],
              ports: [
                { name: 'metrics', containerPort: 8080 },
                { name: 'webhook-server', containerPort: 9443 },
              ],
              startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 6 },
              livenessProbe: ready,
              readinessProbe: ready,
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
              securityContext: restrictedContainer,
              volumeMounts: [
                { name: 'scratch', mountPath: '/controller' },
                { name: 'webhook', mountPath: '/run/secrets/cnpg.io/webhook' },
              ],
            },
          ],
          volumes: [
            { name: 'scratch', emptyDir: {} },
            // Made by the operator itself.
            { name: 'webhook', secret: { secretName: 'cnpg-webhook-cert', defaultMode: 0o644, optional: true } },
          ],
        },
      },
    },
  };
}

/** The operator writes the caBundle, so it is not ours to set. */
function webhookConfiguration(kind: string, verb: 'mutate' | 'validate', namespace: string, kinds: string[]): Resource {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: verb === 'mutate' ? 'cnpg-mutating-webhook-configuration' : 'cnpg-validating-webhook-configuration' },
    webhooks: kinds.map((singular) => ({
      name: `${verb.slice(0, 1)}${singular}.cnpg.io`,
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: 'cnpg-webhook-service', namespace, path: `/${verb}-postgresql-cnpg-io-v1-${singular}` } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      rules: [{ apiGroups: ['postgresql.cnpg.io'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: [`${singular}s`] }],
    })),
  };
}
