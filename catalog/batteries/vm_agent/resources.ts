import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, read, serviceAccount } from '../../parts/rbac.ts';
import {
  agentName,
  guardedByWaypoint,
  metricsWriteUrl,
  vmApiVersion,
  vmImage,
  vmPodLabels,
  vmPods,
  vmRoute,
  vmServices,
} from '../../parts/victoria-metrics.ts';
import { resources } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { vmAgent } from './battery.ts';

type Config = ConfigOf<typeof vmAgent>;

const name = 'vm-agent';
const selector = { 'battery/app': name, 'battery/component': 'agent' };

/**
 * Its account and role are ours: the operator makes a role for an agent that names no account, and hands out every Secret of the cluster with it.
 * What scrapes need of Secrets the operator reads, and passes on in the agent's own.
 */
export const vmAgentResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, [
        { apiGroups: [''], resources: ['endpoints', 'namespaces', 'nodes', 'nodes/metrics', 'pods', 'services'], verbs: read },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
        { nonResourceURLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
      ]),
      ...namespaceGrant(name, account, [
        { apiGroups: [''], resources: ['secrets'], resourceNames: [vmServices.agent.name], verbs: ['get', 'list', 'watch'] },
      ]),
      allowIngress(name, namespace, selector, [
        { from: [namespacePeer(namespace), namespacePeer(namespacesOf(summary).istio)], ports: [vmServices.agent.port] },
      ]),
      agent(config, namespace, summary),
      ...route(config, summary),
    ];
  },
};

function agent(config: Config, namespace: string, summary: Summary): Resource {
  return {
    apiVersion: vmApiVersion,
    kind: 'VMAgent',
    metadata: { name: agentName, namespace },
    spec: {
      ...vmPods(summary, 'vm_agent', 'agent'),
      managedMetadata: { labels: vmPodLabels(summary, 'vm_agent', 'agent') },
      replicaCount: 1,
      ...(config.shards > 1 && { shardCount: config.shards }),
      image: vmImage(config.image),
      configReloaderImage: config.configReloaderImage,
      configReloaderResources: resources({ cpu: '10m', memory: '25Mi' }, { cpu: '100m', memory: '64Mi' }),
      serviceAccountName: name,
      selectAllByDefault: true,
      scrapeInterval: `${config.scrapeSeconds}s`,
      remoteWrite: [{ url: metricsWriteUrl(summary) }],
      serviceSpec: { useAsDefault: true, metadata: { labels: guardedByWaypoint }, spec: {} },
      resources: resources({ cpu: '50m', memory: `${Math.ceil(config.memoryMib / 3)}Mi` }, { cpu: '1', memory: `${config.memoryMib}Mi` }),
    },
  };
}

/** Only the pages that show targets: the agent also takes samples from anybody, and shows its configuration. */
const pages = [
  '/targets',
  '/service-discovery',
  '/target_response',
  '/api/v1/targets',
  '/metric-relabel-debug',
  '/target-relabel-debug',
  '/static',
];

function route({ access }: Config, summary: Summary): Resource[] {
  return vmRoute(summary, {
    battery: 'vm_agent',
    name: 'vmagent',
    access,
    rules: [
      {
        matches: [{ path: { type: 'Exact', value: '/' } }, ...pages.map((value) => ({ path: { type: 'PathPrefix', value } }))],
        backendRefs: [vmServices.agent],
      },
    ],
  });
}
