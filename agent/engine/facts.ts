import { clipBalancers, type Facts, longest, mostIssuers } from '@home-base/schema/wire/agent.ts';
import { clipText } from '../clip-text.ts';
import { conditionOf } from '../health/conditions.ts';
import type { Answer, Live } from '../kube/answer.ts';
import { dig, digText } from '../kube/json.ts';
import type { Kube } from '../kube/kube.ts';

const freshMs = 15_000;
/** How long a cluster that could not be read is not asked again. */
const restMs = 3_000;
const versionFreshMs = 3_600_000;

/** As many as the contract takes; of more backups the newest count. */
const mostBackups = 500;

/**
 * What only the cluster knows. Three small requests when somebody asks and the last answer is older than 15 s, one more each for cluster issuers and
 * backups of Postgres where those kinds are served; none otherwise. What cannot be read keeps its last value, and what was never read is not told: an
 * issuer or an address that seems gone would take certificates with it. Rejects as long as nodes and storage classes were never read.
 */
export function createFacts(
  kube: Pick<Kube, 'list' | 'count' | 'version'>,
  /** Undefined until the Services were seen. */
  loadBalancers: () => ReadonlyMap<string, string[]> | undefined,
  now: () => number,
): () => Promise<Facts> {
  let facts: Facts = { kubernetesVersion: '', nodes: [], storageClasses: [], podCount: 0 };
  let readAt = Number.NEGATIVE_INFINITY;
  let failed: { at: number; error: unknown } | undefined;
  let versionAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const nodes: Facts['nodes'] = [];
    const storageClasses: Facts['storageClasses'] = [];
    const issuers: string[] = [];
    const backups: Backup[] = [];
    let platform = facts.platform;
    const [nodeAnswer, classAnswer, pods, version, issuerAnswer, backupAnswer] = await Promise.all([
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
      kube.list(
        { group: 'cert-manager.io', kind: 'ClusterIssuer' },
        { onPage: (items) => issuers.push(...items.filter(isReady).map(({ metadata }) => metadata.name)) },
      ),
      kube.list({ group: 'postgresql.cnpg.io', kind: 'Backup' }, { onPage: (items) => backups.push(...items.flatMap(backupFact)) }),
    ]);
    // An API server that answers and does not serve a kind has none of it.
    const isKnown = (answer: Answer<unknown>) => answer.ok || (nodeAnswer.ok && answer.error.type === 'unknown-kind');
    for (const answer of [nodeAnswer, classAnswer])
      if (!answer.ok && !isKnown(answer) && readAt === Number.NEGATIVE_INFINITY)
        throw new Error(`the cluster's facts cannot be read: ${answer.error.message}`);
    if (version?.ok) versionAt = now();
    const readyIssuers = isKnown(issuerAnswer) ? issuers.sort().slice(0, mostIssuers) : facts.readyIssuers;
    const finished = isKnown(backupAnswer) ? newest(backups) : facts.backups;
    facts = {
      kubernetesVersion: version?.ok ? clipText(version.value.gitVersion, longest.version) : facts.kubernetesVersion,
      ...(platform && { platform }),
      nodes: nodeAnswer.ok ? nodes : facts.nodes,
      storageClasses: classAnswer.ok ? storageClasses.slice(0, 100) : facts.storageClasses,
      podCount: pods.ok ? pods.value : facts.podCount,
      ...(readyIssuers && { readyIssuers }),
      ...(finished && { backups: finished }),
    };
    readAt = now();
  };

  return async () => {
    if (failed && now() - failed.at < restMs) throw failed.error;
    if (now() - readAt >= freshMs) {
      failed = undefined;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading.catch((error: unknown) => {
        failed = { at: now(), error };
        throw error;
      });
    }
    const addresses = loadBalancers();
    return { ...facts, ...(addresses && { loadBalancers: balancersFact(addresses) }) };
  };
}

/** Addresses as they may be sent: an object's status holds whatever somebody wrote there. */
function balancersFact(addresses: ReadonlyMap<string, string[]>): NonNullable<Facts['loadBalancers']> {
  return clipBalancers([...addresses].map(([key, given]) => [key, given.map((text) => clipText(text, longest.name))]));
}

function nodeFact(node: Live): Facts['nodes'][number] {
  return {
    name: node.metadata.name,
    ready: isReady(node),
    cpuMillis: Math.round(quantity(digText(node, 'status', 'allocatable', 'cpu')) * 1000),
    memoryBytes: Math.round(quantity(digText(node, 'status', 'allocatable', 'memory'))),
    version: clipText(digText(node, 'status', 'nodeInfo', 'kubeletVersion'), longest.version),
  };
}

function isReady(live: Live): boolean {
  return conditionOf(live, 'Ready')?.status === 'True';
}

type Backup = NonNullable<Facts['backups']>[number] & { stoppedAt: string };

/** Of a Backup of CloudNativePG that is finished; nothing for one that runs or failed. Its texts are whatever somebody wrote there. */
function backupFact(backup: Live): Backup[] {
  const { name, namespace } = backup.metadata;
  const cluster = clipText(digText(backup, 'spec', 'cluster', 'name'), longest.name);
  const id = clipText(digText(backup, 'status', 'backupId'), longest.backupId);
  if (digText(backup, 'status', 'phase') !== 'completed' || !namespace || !cluster) return [];
  return [{ name, namespace, cluster, ...(id && { id }), stoppedAt: digText(backup, 'status', 'stoppedAt') }];
}

/** In an order that does not depend on the API server's. */
function newest(backups: Backup[]): NonNullable<Facts['backups']> {
  const ageOf = ({ stoppedAt, namespace, name }: Backup) => `${stoppedAt} ${namespace}/${name}`;
  const sorted = backups.sort((a, b) => (ageOf(a) > ageOf(b) ? -1 : 1));
  return sorted.slice(0, mostBackups).map(({ stoppedAt: _, ...backup }) => backup);
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
  const [provider = ''] = digText(node, 'spec', 'providerID').split(':');
  return clipText(provider, longest.platform) || undefined;
}
