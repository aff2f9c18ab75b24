import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { daemonSet, resources, service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { kubeMonitoring } from './battery.ts';

const name = 'node-exporter';
const selector = { 'battery/app': 'kube-monitoring', 'battery/component': name };
const port = 9100;

/** Measures each node from within: in the base namespace, because it sees the node's network, processes and disks. It asks the API server nothing. */
export function nodeExporter(config: ConfigOf<typeof kubeMonitoring>, summary: Summary): Resource[] {
  const namespace = namespacesOf(summary).base;
  return [
    serviceAccount({ namespace, name }, false),
    daemonSet({
      name,
      namespace,
      selector,
      account: name,
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } } },
      pod: {
        automountServiceAccountToken: false,
        hostNetwork: true,
        hostPID: true,
        securityContext: { ...restrictedPod, runAsUser: 65_534, runAsGroup: 65_534 },
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
        volumes: [
          { name: 'proc', hostPath: { path: '/proc' } },
          { name: 'sys', hostPath: { path: '/sys' } },
          { name: 'root', hostPath: { path: '/' } },
        ],
      },
      containers: [
        {
          name,
          image: config.nodeExporterImage,
          args: [
            '--path.procfs=/host/proc',
            '--path.sysfs=/host/sys',
            '--path.rootfs=/host/root',
            `--web.listen-address=[$(HOST_IP)]:${port}`,
            '--no-collector.wifi',
            '--no-collector.hwmon',
            '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/credentials/.+|run/containerd/.+|var/lib/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)',
            '--collector.netdev.device-exclude=^(veth.*|cali.*|lxc.*|[a-f0-9]{15})$',
            '--collector.netclass.ignored-devices=^(veth.*|cali.*|lxc.*|[a-f0-9]{15})$',
          ],
          env: [{ name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
          ports: [{ name: 'metrics', containerPort: port, hostPort: port }],
          livenessProbe: { httpGet: { path: '/', port: 'metrics' }, periodSeconds: 30 },
          readinessProbe: { httpGet: { path: '/', port: 'metrics' }, periodSeconds: 10 },
          resources: resources({ cpu: '20m', memory: '32Mi' }, { cpu: '250m', memory: '128Mi' }),
          volumeMounts: [
            { name: 'proc', mountPath: '/host/proc', readOnly: true },
            { name: 'sys', mountPath: '/host/sys', readOnly: true },
            { name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
          ],
        },
      ],
    }),
    ...(hasBattery(summary, 'victoria_metrics')
      ? [service({ name, namespace, selector, ports: [{ name: 'metrics', port }], spec: { clusterIP: 'None' } })]
      : []),
    ...serviceScrape(
      {
        name,
        namespace,
        matchLabels: selector,
        endpoints: [
          {
            port: 'metrics',
            relabelConfigs: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }],
          },
        ],
      },
      summary,
    ),
  ];
}
