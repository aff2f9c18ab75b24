import type { Resource } from '@home-base/schema/kube/resource.ts';
import { alertRules } from '../../alerts/alert-rules.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import {
  alertName,
  metricsQueryUrl,
  metricsWriteUrl,
  vmApiVersion,
  vmImage,
  vmPodLabels,
  vmPods,
  vmReplicas,
  vmStorage,
  vmUrl,
} from '../../parts/victoria-metrics.ts';
import { resources } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import { type victoriaMetrics, workloadAccount } from './battery.ts';

type Config = ConfigOf<typeof victoriaMetrics>;

const alertmanagerAccount = 'vm-alertmanager';

/** vmalert checks the rules against the store; what fires goes to Alertmanager, which tells the receivers of the user's Secret. */
export function alerting(config: Config, summary: Summary): Resource[] {
  if (!config.alerting) return [];
  const namespace = namespacesOf(summary).core;
  const account = { namespace, name: alertmanagerAccount };
  return [
    serviceAccount(account),
    // The reloader beside Alertmanager watches the configuration that the operator made.
    ...namespaceGrant(alertmanagerAccount, account, [
      { apiGroups: [''], resources: ['secrets'], resourceNames: [`vmalertmanager-${alertName}-config`], verbs: ['get', 'list', 'watch'] },
    ]),
    alertmanager(config, namespace, summary),
    vmAlert(config, namespace, summary),
    ...alertRules(namespace, summary),
  ];
}

const reloader = (config: Config) => ({
  configReloaderImage: config.configReloaderImage,
  configReloaderResources: resources({ cpu: '10m', memory: '25Mi' }, { cpu: '100m', memory: '64Mi' }),
});

function vmAlert(config: Config, namespace: string, summary: Summary): Resource {
  return {
    apiVersion: vmApiVersion,
    kind: 'VMAlert',
    metadata: { name: alertName, namespace },
    spec: {
      ...vmPods(summary, 'victoria_metrics', 'alert'),
      ...reloader(config),
      managedMetadata: { labels: vmPodLabels(summary, 'victoria_metrics', 'alert') },
      // Two would tell everything twice, and Alertmanager takes it for one: not worth the second evaluation.
      replicaCount: 1,
      image: vmImage(config.alertImage),
      serviceAccountName: workloadAccount,
      disableAutomountServiceAccountToken: true,
      selectAllByDefault: true,
      evaluationInterval: '30s',
      datasource: { url: metricsQueryUrl(summary) },
      // The state of pending alerts survives a restart.
      remoteWrite: { url: metricsWriteUrl(summary) },
      remoteRead: { url: metricsQueryUrl(summary) },
      notifiers: [{ url: vmUrl(summary, 'alertmanager') }],
      resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '200m', memory: '256Mi' }),
    },
  };
}

function alertmanager(config: Config, namespace: string, summary: Summary): Resource {
  return {
    apiVersion: vmApiVersion,
    kind: 'VMAlertmanager',
    metadata: { name: alertName, namespace },
    spec: {
      ...vmPods(summary, 'victoria_metrics', 'alertmanager'),
      ...reloader(config),
      ...vmReplicas(config.alertmanagerReplicas),
      managedMetadata: { labels: vmPodLabels(summary, 'victoria_metrics', 'alertmanager') },
      image: vmImage(config.alertmanagerImage),
      serviceAccountName: alertmanagerAccount,
      selectAllByDefault: true,
      ...(config.alertmanagerConfigSecret && { configSecret: config.alertmanagerConfigSecret }),
      // Silences and what was told already.
      storage: vmStorage(1, config.storageClass),
      resources: resources({ cpu: '10m', memory: '48Mi' }, { cpu: '100m', memory: '128Mi' }),
    },
  };
}
