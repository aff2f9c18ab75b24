import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, read, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedContainer } from '../../parts/security.ts';
import { daemonSet, resources, service } from '../../parts/workload.ts';
import { hasBattery } from '../../summary.ts';
import type { promtail } from './battery.ts';
import { promtailSettings } from './settings.ts';

type Config = ConfigOf<typeof promtail>;

const name = 'promtail';
const selector = { 'battery/app': name, 'battery/component': 'collector' };

/** In the base namespace: it reads files of the node as root, which the core namespace's pod security refuses. */
export const promtailResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { base: namespace, core } = namespacesOf(summary);
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, [{ apiGroups: [''], resources: ['pods'], verbs: read }]),
      configMap(name, namespace, { 'config.yaml': JSON.stringify(promtailSettings(config, summary), undefined, 1) }),
      collector(config, namespace),
      allowIngress(name, namespace, selector, [{ from: [namespacePeer(core)], ports: [3101] }]),
      ...(hasBattery(summary, 'victoria_metrics')
        ? [
            service({
              name: 'promtail-metrics',
              namespace,
              selector,
              ports: [{ name: 'metrics', port: 3101 }],
              spec: { clusterIP: 'None' },
            }),
          ]
        : []),
      ...serviceScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'metrics' }] }, summary),
    ];
  },
};

function collector(config: Config, namespace: string): Resource {
  const logs = ['/var/log/pods', '/var/lib/docker/containers'];
  const volume = (path: string) => path.slice(1).replaceAll('/', '-');
  return daemonSet({
    name,
    namespace,
    selector,
    account: name,
    spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } } },
    pod: {
      securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
      // Every node has logs, control planes too.
      tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
      volumes: [
        { name: 'config', configMap: { name, defaultMode: 0o444 } },
        { name: 'run', hostPath: { path: '/run/promtail', type: 'DirectoryOrCreate' } },
        ...logs.map((path) => ({ name: volume(path), hostPath: { path } })),
      ],
    },
    containers: [
      {
        name,
        image: config.image,
        args: ['-config.file=/etc/promtail/config.yaml'],
        env: [{ name: 'HOSTNAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        ports: [{ name: 'metrics', containerPort: 3101 }],
        readinessProbe: { httpGet: { path: '/ready', port: 'metrics' }, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 5 },
        resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '500m', memory: '256Mi' }),
        // Root, as the files are the node's, but without any of root's powers.
        securityContext: restrictedContainer,
        volumeMounts: [
          { name: 'config', mountPath: '/etc/promtail', readOnly: true },
          { name: 'run', mountPath: '/run/promtail' },
          ...logs.map((path) => ({ name: volume(path), mountPath: path, readOnly: true })),
        ],
      },
    ],
  });
}
