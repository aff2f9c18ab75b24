import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { type AgentConfig, ConfigError } from '../config.ts';
import type { Refusals } from '../contract.ts';
import type { Kube } from '../kube/kube.ts';
import type { Log } from '../log.ts';
import { agentVersion } from '../version.ts';
import { type ClusterIdentity, EnrolmentRefused, enrol, fetchRoot } from './enrol.ts';
import { type AgentKeys, type Enrolment, loadIdentity, storeIdentity, withNewSigningKey } from './keys.ts';
import type { Requester } from './request.ts';
import type { StateStore } from './store.ts';
import { untilDone } from './until-done.ts';

export type Known = { keys: AgentKeys; enrolment: Enrolment /** Enrolled just now. */; isNew: boolean };

type Wants = {
  config: AgentConfig;
  kube: Pick<Kube, 'get' | 'version'>;
  store: StateStore;
  requester: Requester;
  refusals: Refusals;
  log: Log;
  signal: AbortSignal;
  cluster?: { clusterUid: string; kubernetesVersion: string } | undefined;
};

/**
 * The agent's keys and enrolment: those kept in the cluster, or new ones for the token. Another token than the one it enrolled with means that a person
 * applied a new one-liner: the agent enrols again, with a new signing key. Throws ConfigError or EnrolmentRefused when only a person can help.
 */
export async function becomeKnown({ config, kube, store, requester, refusals, log, signal, cluster: named }: Wants): Promise<Known> {
  const token = config.enrolmentToken;
  const waiting = { log, refusals, signal };
  const { keys, enrolment } = await untilDone('the API server', () => loadIdentity(store), waiting);
  if (enrolment && (!token || sha256Hex(token) === enrolment.tokenSha256)) return { keys, enrolment, isNew: false };
  if (!token)
    throw new ConfigError(
      'HOME_BASE_ENROLMENT_TOKEN is not set and this cluster has not enrolled: make a one-liner in Home Base and apply it.',
    );

  const cluster = await untilDone('the API server', () => readCluster(kube, named), waiting);
  // The root comes first: an address that does not serve the pinned one does not get the token.
  await untilDone('the pinned root', () => fetchRoot(requester, config.rootSha256, signal), waiting);
  const candidate = enrolment ? withNewSigningKey(keys) : keys;
  try {
    const isFinal = (error: unknown) => error instanceof EnrolmentRefused;
    const made = await untilDone('the enrolment', () => enrol(requester, { token, keys: candidate, cluster, signal }), {
      ...waiting,
      isFinal,
    });
    await untilDone('the API server', () => storeIdentity(store, { keys: candidate, enrolment: made }), waiting);
    log('info', 'enrolled', { installationId: made.installationId, agentId: made.agentId });
    return { keys: candidate, enrolment: made, isNew: true };
  } catch (error) {
    if (!(error instanceof EnrolmentRefused) || !enrolment) throw error;
    log('warn', 'a new enrolment token was not accepted; the agent keeps its identity', { error: error.message });
    return { keys, enrolment, isNew: false };
  }
}

async function readCluster(kube: Pick<Kube, 'get' | 'version'>, named: Wants['cluster']): Promise<ClusterIdentity> {
  if (named) return { ...named, agentVersion };
  const version = await kube.version();
  if (!version.ok) throw new Error(version.error.message);
  const namespace = await kube.get({ apiVersion: 'v1', group: '', kind: 'Namespace', name: 'kube-system' });
  if (!namespace.ok) throw new Error(namespace.error.message);
  if (!namespace.value.metadata.uid) throw new Error('namespace kube-system has no uid');
  return { clusterUid: namespace.value.metadata.uid, kubernetesVersion: version.value.gitVersion, agentVersion };
}
