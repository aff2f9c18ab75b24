import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { batteryHosts } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { gib } from '../../objects/fields.ts';
import { configMap } from '../../parts/config-map.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { httpRoute } from '../../parts/http-route.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { namespaceGrant, read, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { guardedByWaypoint } from '../../parts/victoria-metrics.ts';
import { volumeClaim } from '../../parts/volume-claim.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { grafana } from './battery.ts';
import { credentialEnv, credentials, grafanaIni } from './settings.ts';
import { folderOf, initSidecar, watchSidecars } from './sidecars.ts';

type Config = ConfigOf<typeof grafana>;

const name = 'grafana';
const selector = { 'battery/app': name, 'battery/component': 'server' };
/** The user of Grafana's image. */
const user = 472;

export const grafanaResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { core, istio } = namespacesOf(summary);
    const account = { namespace: core, name };
    const namespaces = [...new Set([core, ...config.dashboardNamespaces])];
    return [
      serviceAccount(account),
      // ConfigMaps only, and only there: Secrets are none of a dashboard's business.
      ...namespaces.flatMap((namespace) =>
        namespaceGrant('grafana-dashboards', account, [{ apiGroups: [''], resources: ['configmaps'], verbs: read }], namespace),
      ),
      generatedSecret({
        name: credentials,
        namespace: core,
        keys: {
          'admin-user': { from: 'value', value: 'admin' },
          'admin-password': { from: 'random', length: 32, alphabet: 'alphanumeric' },
          'secret-key': { from: 'random', length: 64, alphabet: 'alphanumeric' },
        },
      }),
      configMap(name, core, { 'grafana.ini': grafanaIni(config, summary), 'dashboards.yaml': dashboardProvider }),
      // Grafana's database is a file: one pod writes it, and it outlives the pod.
      volumeClaim({ name, namespace: core, bytes: config.volumeGib * gib, storageClass: config.storageClass }),
      server(config, core, namespaces, summary),
      service({ name, namespace: core, selector, ports: [{ name: 'http', port: 80 }], labels: guardedByWaypoint }),
      allowIngress(name, core, selector, [{ from: [namespacePeer(core), namespacePeer(istio)], ports: [3000] }]),
      ...serviceScrape({ name, namespace: core, matchLabels: selector, endpoints: [{ port: 'http', interval: '60s' }] }, summary),
      ...httpRoute(
        {
          name,
          namespace: core,
          owner: name,
          hosts: batteryHosts(summary, 'grafana'),
          rules: [{ backendRefs: [{ name, port: 80 }] }],
        },
        summary,
      ),
    ];
  },
};

/** Folders are those that the ConfigMaps' annotation names. */
const dashboardProvider = JSON.stringify({
  apiVersion: 1,
  providers: [
    {
      name: 'home-base',
      type: 'file',
      allowUiUpdates: false,
      updateIntervalSeconds: 30,
      options: { path: folderOf('dashboard'), foldersFromFilesStructure: true },
    },
  ],
});

function server(config: Config, namespace: string, namespaces: readonly string[], summary: Summary): Resource {
  const healthy = { httpGet: { path: '/api/health', port: 'http' }, timeoutSeconds: 5 };
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    // The volume can be mounted once: the old pod goes first.
    spec: { strategy: { type: 'Recreate' } },
    pod: {
      securityContext: { ...restrictedPod, runAsUser: user, runAsGroup: user, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' },
      initContainers: [initSidecar(config.sidecarImage, namespaces)],
      volumes: [
        { name: 'config', configMap: { name, defaultMode: 0o444 } },
        { name: 'data', persistentVolumeClaim: { claimName: name } },
        { name: 'dashboards', emptyDir: {} },
        { name: 'datasources', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
    },
    containers: [
      {
        name,
        image: config.image,
        env: credentialEnv(summary),
        ports: [{ name: 'http', containerPort: 3000 }],
        startupProbe: { ...healthy, periodSeconds: 5, failureThreshold: 60 },
        readinessProbe: { ...healthy, periodSeconds: 10 },
        livenessProbe: { ...healthy, periodSeconds: 30, failureThreshold: 6 },
        resources: resources({ cpu: '50m', memory: '256Mi' }, { cpu: '1', memory: '768Mi' }),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/grafana/grafana.ini', subPath: 'grafana.ini', readOnly: true },
          {
            name: 'config',
            mountPath: '/etc/grafana/provisioning/dashboards/home-base.yaml',
            subPath: 'dashboards.yaml',
            readOnly: true,
          },
          { name: 'dashboards', mountPath: folderOf('dashboard'), readOnly: true },
          { name: 'datasources', mountPath: folderOf('datasource'), readOnly: true },
          { name: 'data', mountPath: '/var/lib/grafana' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
      ...watchSidecars(config.sidecarImage, namespaces),
    ],
  });
}
