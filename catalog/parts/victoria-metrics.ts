import { labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { vmAgent } from '../batteries/vm_agent/battery.ts';
import { batteryHosts } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import { type Summary, storedConfig } from '../summary.ts';
import type { Access } from './access-field.ts';
import { httpRoute, type RouteRule } from './http-route.ts';
import { platformPriority, restrictedContainer, restrictedPod } from './security.ts';
import { signInRules, signsIn } from './sso.ts';

type VmBattery = 'victoria_metrics' | 'vm_agent';

export const vmApiVersion = 'operator.victoriametrics.com/v1beta1';
export const clusterName = 'main-cluster';
export const agentName = 'main-agent';
export const alertName = 'main';

/** Services that the operator makes of our custom resources. Those of vmselect and vmstorage are headless, so the mesh guards an additional one. */
export const vmServices = {
  select: { name: `vmselect-${clusterName}`, port: 8481 },
  selectGuarded: { name: `vmselect-${clusterName}-additional-service`, port: 8481 },
  insert: { name: `vminsert-${clusterName}`, port: 8480 },
  storage: { name: `vmstorage-${clusterName}`, port: 8482 },
  agent: { name: `vmagent-${agentName}`, port: 8429 },
  alert: { name: `vmalert-${alertName}`, port: 8080 },
  alertmanager: { name: `vmalertmanager-${alertName}`, port: 9093 },
} as const;

/** `http://…` of one of the services, for pods. */
export function vmUrl(summary: Summary, service: keyof typeof vmServices): string {
  const { name, port } = vmServices[service];
  return `http://${name}.${namespacesOf(summary).core}.svc.cluster.local:${port}`;
}

/** What speaks Prometheus' query API asks here. */
export function metricsQueryUrl(summary: Summary): string {
  return `${vmUrl(summary, 'select')}/select/0/prometheus`;
}

/** What sends samples by Prometheus' remote write sends them here. */
export function metricsWriteUrl(summary: Summary): string {
  return `${vmUrl(summary, 'insert')}/insert/0/prometheus/api/v1/write`;
}

/** Seconds between two samples of a series, unless its scrape says otherwise. */
export function scrapeSeconds(summary: Summary): number {
  return vmAgent.config.parse(storedConfig(summary, 'vm_agent')).scrapeSeconds;
}

/** The mesh leads what comes through the gateway past the waypoint, where sign-in is asked for. */
export const guardedByWaypoint = { 'istio.io/ingress-use-waypoint': 'true' };

/** Labels of pods that the operator makes: it passes on none of a custom resource's own, and the agent knows pods by their owner. */
export function vmPodLabels(summary: Summary, battery: VmBattery, component: string): Record<string, string> {
  const owner = summary.batteries.find(({ type }) => type === battery)?.id;
  return {
    [labels.app]: battery.replaceAll('_', '-'),
    [labels.component]: component,
    ...(owner && { [labels.owner]: owner }),
  };
}

/** `nobody` of the images. */
const user = 65_534;

/** What every custom resource says about its pods: ours, restricted, before users' pods. The operator splits the context into pod's and container's. */
export function vmPods(summary: Summary, battery: VmBattery, component: string) {
  return {
    podMetadata: { labels: vmPodLabels(summary, battery, component) },
    priorityClassName: platformPriority,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    useStrictSecurity: true,
    securityContext: { ...restrictedPod, runAsUser: user, runAsGroup: user, fsGroup: user, ...restrictedContainer },
  };
}

/** The operator takes repository and tag apart, and joins them with a colon: a digest stays with the tag. */
export function vmImage(reference: string): { repository: string; tag: string } {
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? { repository: reference, tag: 'latest' } : { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** More than one: spread over nodes, and one at a time may go. */
export function vmReplicas(count: number) {
  return {
    replicaCount: count,
    ...(count > 1 && {
      podDisruptionBudget: { maxUnavailable: 1 },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }],
    }),
  };
}

/** A volume of the operator's StatefulSets. */
export function vmStorage(gib: number, storageClass: string) {
  return {
    volumeClaimTemplate: {
      spec: { resources: { requests: { storage: `${gib}Gi` } }, ...(storageClass && { storageClassName: storageClass }) },
    },
  };
}

/** The route of a battery's pages; with sign-in, `/oauth2` goes to the proxy first. */
export function vmRoute(
  summary: Summary,
  { battery, name, access, rules }: { battery: VmBattery; name: string; access: Access; rules: RouteRule[] },
): Resource[] {
  if (access === 'closed' || (access === 'signed_in' && !signsIn(summary, battery))) return [];
  return httpRoute(
    {
      name,
      namespace: namespacesOf(summary).core,
      owner: battery,
      hosts: batteryHosts(summary, battery),
      rules: [...signInRules(summary, battery), ...rules],
    },
    summary,
  );
}
