import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import {
  clusterName,
  guardedByWaypoint,
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

/** The store: vminsert takes samples, vmstorage keeps them, vmselect answers. */
export function cluster(config: Config, summary: Summary): Resource {
  const { replicationFactor, storageClass } = config;
  const pods = (component: string) => vmPods(summary, 'victoria_metrics', component);
  return {
    apiVersion: vmApiVersion,
    kind: 'VMCluster',
    metadata: { name: clusterName, namespace: namespacesOf(summary).core },
    spec: {
      retentionPeriod: `${config.retentionDays}d`,
      replicationFactor,
      serviceAccountName: workloadAccount,
      useStrictSecurity: true,
      managedMetadata: { labels: vmPodLabels(summary, 'victoria_metrics', 'cluster') },
      vminsert: {
        ...pods('insert'),
        ...vmReplicas(config.vminsertReplicas),
        image: vmImage(config.insertImage),
        disableAutomountServiceAccountToken: true,
        resources: resources({ cpu: '50m', memory: '128Mi' }, { cpu: '500m', memory: '512Mi' }),
      },
      vmselect: {
        ...pods('select'),
        ...vmReplicas(config.vmselectReplicas),
        image: vmImage(config.selectImage),
        disableAutomountServiceAccountToken: true,
        resources: sized('50m', '1', config.vmselectMemoryMib),
        storage: vmStorage(config.vmselectVolumeGib, storageClass),
        serviceSpec: { metadata: { labels: guardedByWaypoint }, spec: {} },
        // Where Grafana asks for alerts and rules.
        ...(config.alerting && { extraArgs: { 'vmalert.proxyURL': vmUrl(summary, 'alert') } }),
      },
      vmstorage: {
        ...pods('storage'),
        ...vmReplicas(config.vmstorageReplicas),
        image: vmImage(config.storageImage),
        disableAutomountServiceAccountToken: true,
        resources: sized('100m', '2', config.vmstorageMemoryMib),
        storage: vmStorage(config.vmstorageVolumeGib, storageClass),
      },
    },
  };
}

/** A third of the limit is asked for: caches grow into the rest. */
function sized(request: string, limit: string, memoryMib: number) {
  return resources({ cpu: request, memory: `${Math.ceil(memoryMib / 3)}Mi` }, { cpu: limit, memory: `${memoryMib}Mi` });
}
