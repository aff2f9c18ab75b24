import type { Resource } from '@home-base/schema/kube/resource.ts';
import { victoriaMetricsDashboard } from '../../dashboards/victoria-metrics.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { datasources } from '../../parts/config-map.ts';
import { allowIngress, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { metricsQueryUrl, scrapeSeconds, vmRoute, vmServices, vmUrl } from '../../parts/victoria-metrics.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import { alerting } from './alerting.ts';
import { type victoriaMetrics, workloadAccount } from './battery.ts';
import { cluster } from './cluster.ts';
import { agentRemovalRules, operatorClusterRules, operatorRules } from './rules.ts';

type Config = ConfigOf<typeof victoriaMetrics>;

const name = 'vm-operator';
const selectorOf = (component: string) => ({ 'battery/app': 'victoria-metrics', 'battery/component': component });

export const victoriaMetricsResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const account = { namespace, name };
    return [
      serviceAccount(account),
      // Nothing of the store asks the API server.
      serviceAccount({ namespace, name: workloadAccount }, false),
      ...clusterGrant(name, account, [...operatorClusterRules, ...agentRemovalRules(namespace)]),
      ...namespaceGrant(name, account, operatorRules),
      operator(config, namespace),
      service({ name, namespace, selector: selectorOf('operator'), ports: [{ name: 'metrics', port: 8080 }] }),
      ...serviceScrape({ name, namespace, matchLabels: selectorOf('operator'), endpoints: [{ port: 'metrics' }] }, summary),
      ...networkPolicies(namespace, summary),
      cluster(config, summary),
      ...alerting(config, summary),
      ...route(config, summary),
      ...grafana(config, namespace, summary),
      ...victoriaMetricsDashboard(summary),
    ];
  },
};

function operator(config: Config, namespace: string): Resource {
  return deployment({
    name,
    namespace,
    selector: selectorOf('operator'),
    account: name,
    pod: { securityContext: { ...restrictedPod, runAsUser: 65_532 }, terminationGracePeriodSeconds: 10 },
    containers: [
      {
        name: 'manager',
        image: config.operatorImage,
        args: ['--leader-elect', '--metrics-bind-address=:8080', '--health-probe-bind-address=:8081', '--pprof-addr='],
        env: [
          { name: 'WATCH_NAMESPACE', value: '' },
          // What others make through it is restricted too, unless they say otherwise.
          { name: 'VM_ENABLESTRICTSECURITY', value: 'true' },
          // What was made of a ServiceMonitor goes with it.
          { name: 'VM_ENABLEDPROMETHEUSCONVERTEROWNERREFERENCES', value: 'true' },
          { name: 'VM_CONFIG_RELOADER_IMAGE', value: config.configReloaderImage },
        ],
        ports: [
          { name: 'metrics', containerPort: 8080 },
          { name: 'probe', containerPort: 8081 },
        ],
        livenessProbe: { httpGet: { path: '/health', port: 'probe' }, initialDelaySeconds: 15, periodSeconds: 20 },
        readinessProbe: { httpGet: { path: '/ready', port: 'probe' }, initialDelaySeconds: 5, periodSeconds: 10 },
        resources: resources({ cpu: '50m', memory: '128Mi' }, { cpu: '500m', memory: '512Mi' }),
      },
    ],
  });
}

/** Inside the core namespace all may ask and send; from the mesh's comes who opens the pages, and Kiali. Replicas of Alertmanager talk to each other. */
function networkPolicies(namespace: string, summary: Summary): Resource[] {
  const core = namespacePeer(namespace);
  const mesh = namespacePeer(namespacesOf(summary).istio);
  const alertmanager = selectorOf('alertmanager');
  return [
    allowIngress(name, namespace, selectorOf('operator'), [{ from: [core], ports: [8080] }]),
    allowIngress('vm-insert', namespace, selectorOf('insert'), [{ from: [core], ports: [vmServices.insert.port] }]),
    allowIngress('vm-select', namespace, selectorOf('select'), [{ from: [core, mesh], ports: [vmServices.select.port] }]),
    allowIngress('vm-storage', namespace, selectorOf('storage'), [
      { from: [podPeer(selectorOf('insert')), podPeer(selectorOf('select'))], ports: [8400, 8401] },
      { from: [core], ports: [vmServices.storage.port] },
    ]),
    allowIngress('vm-alert', namespace, selectorOf('alert'), [{ from: [core], ports: [vmServices.alert.port] }]),
    allowIngress('vm-alertmanager', namespace, alertmanager, [
      { from: [core], ports: [vmServices.alertmanager.port] },
      { from: [podPeer(alertmanager)], ports: [9094, { port: 9094, protocol: 'UDP' }] },
    ]),
  ];
}

/** Only what reads: vmselect also deletes series, below /delete. */
function route({ access }: Config, summary: Summary): Resource[] {
  return vmRoute(summary, {
    battery: 'victoria_metrics',
    name: 'vmselect',
    access,
    rules: [
      {
        matches: [{ path: { type: 'Exact', value: '/' } }],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/select/0/vmui/' }, statusCode: 302 },
          },
        ],
      },
      { matches: [{ path: { type: 'PathPrefix', value: '/select' } }], backendRefs: [vmServices.selectGuarded] },
    ],
  });
}

function grafana(config: Config, namespace: string, summary: Summary): Resource[] {
  return datasources(
    {
      name: 'grafana-datasource-vmselect',
      namespace,
      datasources: [
        {
          name: 'VictoriaMetrics',
          uid: 'victoria-metrics',
          type: 'prometheus',
          url: metricsQueryUrl(summary),
          isDefault: true,
          jsonData: { httpMethod: 'POST', timeInterval: `${scrapeSeconds(summary)}s` },
        },
        ...(config.alerting
          ? [
              {
                name: 'Alertmanager',
                uid: 'alertmanager',
                type: 'alertmanager',
                url: vmUrl(summary, 'alertmanager'),
                jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
              },
            ]
          : []),
      ],
    },
    summary,
  );
}
