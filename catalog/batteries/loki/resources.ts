import type { Resource } from '@home-base/schema/kube/resource.ts';
import { lokiDashboard } from '../../dashboards/loki.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { gib } from '../../objects/fields.ts';
import { configMap, datasources } from '../../parts/config-map.ts';
import { lokiPort, lokiUrl } from '../../parts/loki.ts';
import { allowIngress, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { claimSpec } from '../../parts/volume-claim.ts';
import { resources, service, spreadOverNodes, statefulSet } from '../../parts/workload.ts';
import type { loki } from './battery.ts';
import { dataDir, lokiSettings } from './settings.ts';

type Config = ConfigOf<typeof loki>;

const name = 'loki';
const selector = { 'battery/app': name, 'battery/component': 'server' };
/** The user of Loki's image. */
const user = 10_001;

export const lokiResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { core, base } = namespacesOf(summary);
    const http = { name: 'http', port: lokiPort };
    const headless = { clusterIP: 'None' };
    return [
      serviceAccount({ namespace: core, name }, false, config.roleArn ? { 'eks.amazonaws.com/role-arn': config.roleArn } : undefined),
      // YAML, of which JSON is a part.
      configMap(name, core, { 'config.yaml': JSON.stringify(lokiSettings(config), undefined, 1) }),
      service({ name, namespace: core, selector, ports: [http, { name: 'grpc', port: 9095 }] }),
      service({ name: 'loki-headless', namespace: core, selector, ports: [http], labels: unmeasured, spec: headless }),
      service({
        name: 'loki-memberlist',
        namespace: core,
        selector,
        ports: [{ name: 'memberlist', port: 7946 }],
        labels: unmeasured,
        // Replicas find each other before they are ready.
        spec: { ...headless, publishNotReadyAddresses: true },
      }),
      allowIngress(name, core, selector, [
        { from: [namespacePeer(core), namespacePeer(base)], ports: [lokiPort] },
        { from: [podPeer(selector)], ports: [7946, 9095] },
      ]),
      server(config, core),
      ...(config.replicas > 1 ? [pdb(name, core, selector)] : []),
      ...serviceScrape({ name, namespace: core, matchLabels: selector, endpoints: [{ port: 'http' }] }, summary),
      ...datasources(
        {
          name: 'loki-datasources',
          namespace: core,
          datasources: [{ name: 'Loki', uid: 'loki', type: 'loki', url: lokiUrl(summary), jsonData: { maxLines: 1000 } }],
        },
        summary,
      ),
      ...lokiDashboard(summary),
    ];
  },
};

/** The scrape selects one of the three Services, so that no pod is measured twice. */
const unmeasured = { 'battery/component': 'members' };

/** Everything that Loki does in one process, a volume each. */
function server(config: Config, namespace: string): Resource {
  return statefulSet({
    name,
    namespace,
    selector,
    account: name,
    serviceName: 'loki-headless',
    replicas: config.replicas,
    spec: {
      podManagementPolicy: 'Parallel',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: claimSpec({ bytes: config.volumeGib * gib, storageClass: config.storageClass }),
        },
      ],
    },
    pod: {
      securityContext: { ...restrictedPod, runAsUser: user, runAsGroup: user, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' },
      // What is in memory goes to the disk first.
      terminationGracePeriodSeconds: 120,
      topologySpreadConstraints: spreadOverNodes(selector),
      volumes: [
        { name: 'config', configMap: { name, defaultMode: 0o444 } },
        { name: 'tmp', emptyDir: {} },
      ],
    },
    containers: [
      {
        name,
        image: config.image,
        args: ['-config.file=/etc/loki/config.yaml', '-target=all'],
        ports: [
          { name: 'http', containerPort: lokiPort },
          { name: 'grpc', containerPort: 9095 },
          { name: 'memberlist', containerPort: 7946 },
        ],
        startupProbe: { tcpSocket: { port: 'http' }, periodSeconds: 5, failureThreshold: 60 },
        // Ready only when it joined the ring: up to a minute after the start.
        readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 },
        livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 30, failureThreshold: 6 },
        resources: resources(
          { cpu: '100m', memory: `${Math.ceil(config.memoryMib / 3)}Mi` },
          { cpu: '2', memory: `${config.memoryMib}Mi` },
        ),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/loki', readOnly: true },
          { name: 'data', mountPath: dataDir },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
  });
}
