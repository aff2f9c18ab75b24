import type { Facts } from '@home-base/schema/wire/agent.ts';
import { conditionOf } from '../health/conditions.ts';
import type { Live } from '../kube/answer.ts';
import { dig, digText } from '../kube/json.ts';
import type { Kube } from '../kube/kube.ts';

const freshMs = 15_000;
const versionFreshMs = 3_600_000;

/** What only the cluster knows. Three small requests when somebody asks and the last answer is older than 15 s; none otherwise. What cannot be read keeps its last value. */
export function createFacts(kube: Kube, loadBalancers: () => ReadonlyMap<string, string[]>, now: () => number): () => Promise<Facts> {
  let facts: Facts = { kubernetesVersion: '', nodes: [], storageClasses: [], loadBalancers: {}, podCount: 0 };
  let readAt = Number.NEGATIVE_INFINITY;
  let versionAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const nodes: Facts['nodes'] = [];
    const storageClasses: Facts['storageClasses'] = [];
    let platform = facts.platform;
    const [nodeAnswer, classAnswer, pods, version] = await Promise.all([
      kube.list(
        { group: '', kind: 'Node' },
        {
          limit: 50,
          onPage: (items) =>
            items.forEach((item) => {
              platform ??= platformOf(item);
              if (nodes.length < 500) nodes.push(nodeFact(item));
            }),
        },
      ),
      kube.list({ group: 'storage.k8s.io', kind: 'StorageClass' }, { onPage: (items) => storageClasses.push(...items.map(classFact)) }),
      kube.count({ group: '', kind: 'Pod' }),
      now() - versionAt > versionFreshMs ? kube.version() : undefined,
    ]);
    if (version?.ok) versionAt = now();
    facts = {
      kubernetesVersion: version?.ok ? version.value.gitVersion : facts.kubernetesVersion,
      ...(platform && { platform }),
      nodes: nodeAnswer.ok ? nodes : facts.nodes,
      storageClasses: classAnswer.ok ? storageClasses.slice(0, 100) : facts.storageClasses,
      loadBalancers: {},
      podCount: pods.ok ? pods.value : facts.podCount,
    };
    readAt = now();
  };

  return async () => {
    if (now() - readAt >= freshMs) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return { ...facts, loadBalancers: Object.fromEntries(loadBalancers()) };
  };
}

function nodeFact(node: Live): Facts['nodes'][number] {
  return {
    name: node.metadata.name,
    ready: conditionOf(node, 'Ready')?.status === 'True',
    cpuMillis: Math.round(quantity(digText(node, 'status', 'allocatable', 'cpu')) * 1000),
    memoryBytes: Math.round(quantity(digText(node, 'status', 'allocatable', 'memory'))),
    version: digText(node, 'status', 'nodeInfo', 'kubeletVersion'),
  };
}

function classFact(storageClass: Live): Facts['storageClasses'][number] {
  return {
    name: storageClass.metadata.name,
    isDefault: storageClass.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
    expandable: dig(storageClass, 'allowVolumeExpansion') === true,
  };
}

const suffixes: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** A Kubernetes quantity as a number: `500m` is 0.5, `2Gi` is 2147483648; 0 for what is not one. */
export function quantity(text: string): number {
  const match = /^([0-9.]+(?:e[0-9]+)?)([a-zA-Z]*)$/.exec(text);
  if (!match) return 0;
  return Number(match[1]) * (match[2] ? (suffixes[match[2]] ?? 0) : 1);
}

/** Who runs the cluster, from a node's provider id (`aws:///…`, `kind://…`); undefined where it says nothing. */
function platformOf(node: Live): string | undefined {
  const provider = digText(node, 'spec', 'providerID').split(':')[0];
  return provider || undefined;
}
