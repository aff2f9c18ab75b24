import { registerMetrics } from './agent-metrics.ts';
import { type AgentConfig, ConfigError } from './config.ts';
import type { DesiredState, Engine } from './contract.ts';
import { createConvergeLoop } from './converge-loop.ts';
import { createBlobCache } from './edge/blob-cache.ts';
import { createBlobs } from './edge/blobs.ts';
import { createClusterStore } from './edge/cluster-store.ts';
import { connect } from './edge/connect.ts';
import { openCounter } from './edge/counter.ts';
import { fetchRoot } from './edge/enrol.ts';
import { desiredOf, follow } from './edge/follow.ts';
import { becomeKnown } from './edge/identity.ts';
import { signBytes } from './edge/keys.ts';
import { createRefusals } from './edge/refusal.ts';
import { startReporter } from './edge/report.ts';
import { createRequester } from './edge/request.ts';
import { type Accepted, createEdgeStateStore } from './edge/state.ts';
import type { StateStore } from './edge/store.ts';
import { createTrust } from './edge/trust.ts';
import { untilDone } from './edge/until-done.ts';
import { createEngine } from './engine/engine.ts';
import { inClusterConfig, type KubeConfig } from './kube/config.ts';
import { createKube, type Kube } from './kube/kube.ts';
import { createLog, type Log, messageOf } from './log.ts';
import { createMetrics } from './metrics.ts';
import { type MetricsServer, type Probe, serveMetrics } from './metrics-server.ts';
import { createMemoryTrimmer } from './trim-memory.ts';
import { agentVersion } from './version.ts';

/** Parts that a test or a benchmark may bring along. What is missing is made from the config. */
export type AgentOverrides = {
  kube?: Kube;
  store?: StateStore;
  engine?: Engine;
  log?: Log;
  /** What names the cluster at enrolment; default: asked of the API server. */
  cluster?: { clusterUid: string; kubernetesVersion: string };
  connectBackoff?: { baseMs?: number; maxMs?: number };
};

export type RunningAgent = {
  engine: Engine;
  /** Resolves when the agent has enrolled and the first verified state (from the cluster or from Home Base) was handed to the engine; rejects when it cannot start. */
  ready: Promise<void>;
  /** Ends the loops, sends what is due (at most 3 s) and closes every connection. */
  stop: () => Promise<void>;
  /** Where /healthz, /readyz and /metrics listen, once `ready`; 0 when they do not. */
  port: () => number;
};

/**
 * The agent: joins the edge half (identity, trust, bundles, reports) and the engine half (apply, observe, heal). Loops do not wait for each other.
 * Throws ConfigError when the config cannot be used; whatever may pass (Home Base or the API server away) is waited for.
 */
export async function startAgent(config: AgentConfig, overrides: AgentOverrides = {}): Promise<RunningAgent> {
  const log = overrides.log ?? createLog({ level: config.logLevel, secrets: config.enrolmentToken ? [config.enrolmentToken] : [] });
  const startedAt = new Date();
  const kube = overrides.kube ?? createKube(await kubeConfigOf(config));
  const store = overrides.store ?? createClusterStore(kube);
  const engine = overrides.engine ?? createEngine({ kube, log });
  const requester = createRequester({ baseUrl: config.homeBaseUrl, userAgent: `home-base-agent/${agentVersion}` });
  const refusals = createRefusals();
  const metrics = createMetrics();
  const stopping = new AbortController();
  const closers: (() => void | Promise<void>)[] = [];
  let readiness: () => Probe = () => ({ ok: false, text: 'not enrolled yet' });
  let server: MetricsServer | undefined;
  if (config.listen)
    server = await serveMetrics({
      ...config.listen,
      healthz: () => ({ ok: true, text: 'ok' }),
      readyz: () => readiness(),
      metrics: metrics.text,
    });

  const first = Promise.withResolvers<void>();
  const started = start().catch((error: unknown) => {
    first.reject(error);
    readiness = () => ({ ok: false, text: messageOf(error) });
  });
  first.promise.catch(() => {}); // who does not wait for `ready` must not be ended by it

  async function start(): Promise<void> {
    const { signal } = stopping;
    const { keys, enrolment, isNew } = await becomeKnown({
      config,
      kube,
      store,
      requester,
      refusals,
      log,
      signal,
      cluster: overrides.cluster,
    });
    const { installationId } = enrolment;
    const signer = { keyId: enrolment.keyId, sign: (bytes: Uint8Array) => signBytes(keys, bytes) };
    const state = createEdgeStateStore({ store, installationId, rootSha256: config.rootSha256, refusals });
    const counter = await untilDone('the report counter', () => openCounter(store, { isEnrolledBefore: !isNew }), {
      log,
      refusals,
      signal,
    });
    const kept = await untilDone('the state in the cluster', () => state.load(), { log, refusals, signal });

    const trimmer = createMemoryTrimmer();
    const cache = createBlobCache({ store, isListed: (sha256) => follows?.blobs.has(sha256) ?? false, log });
    const blobs = createBlobs({ requester, signer, cache, refusals });
    let follows: Accepted | undefined;
    const loop = createConvergeLoop({
      engine,
      log,
      onRound: (isRunning) => {
        cache.hold(isRunning);
        reporter.changed();
      },
    });
    const reporter = startReporter({
      requester,
      signer,
      counter,
      engine,
      refusals,
      log,
      progress: loop.progress,
      agent: { version: agentVersion, startedAt },
    });
    engine.onChange(reporter.changed);
    refusals.onRecord(reporter.changed);
    const adopt = (accepted: Accepted, desired: DesiredState) => {
      follows = accepted;
      loop.follow(desired);
      first.resolve();
    };
    closers.push(
      () => loop.stop(),
      () => trimmer.stop(),
      () => engine.stop(),
      () => reporter.stop(3_000),
      () => blobs.stop(),
      () => cache.flush(),
    );

    if (kept?.accepted) {
      log('info', 'following the last verified state', { version: kept.accepted.verified.manifest.version });
      adopt(kept.accepted, desiredOf(kept.accepted, blobs));
    }
    const files = kept?.files ?? {
      roots: [await untilDone('the pinned root', () => fetchRoot(requester, config.rootSha256, signal), { log, refusals, signal })],
    };
    const trust = createTrust({ installationId, dataDir: config.dataDir, files });
    const follower = follow({
      requester,
      signer,
      trust,
      installationId,
      state,
      blobs,
      refusals,
      log,
      pollSeconds: config.pollSeconds,
      inForce: kept?.accepted,
      onDesired: adopt,
    });
    const connection = connect({
      baseUrl: config.homeBaseUrl,
      signer,
      userAgent: `home-base-agent/${agentVersion}`,
      log,
      onNudge: follower.poke,
      ...(overrides.connectBackoff && { backoff: overrides.connectBackoff }),
    });
    closers.unshift(
      () => connection.stop(),
      () => follower.stop(),
    );
    closers.push(() => trust.close());
    const followed = () => loop.progress().version;
    readiness = () =>
      followed() === undefined ? { ok: false, text: 'no verified state yet' } : { ok: true, text: `following version ${followed()}` };
    registerMetrics(metrics, { loop, follower, connection, reporter, refusals, engine, kube, requester, startedAt });
  }

  return {
    engine,
    ready: first.promise,
    port: () => server?.port ?? 0,
    stop: async () => {
      stopping.abort();
      first.reject(new Error('the agent was stopped'));
      await started;
      for (const close of closers) await close();
      requester.close();
      if (!overrides.kube) kube.close();
      await server?.close();
    },
  };
}

async function kubeConfigOf({ kubeconfig, serviceAccountDir }: AgentConfig): Promise<KubeConfig> {
  try {
    if (!kubeconfig) return inClusterConfig(process.env, serviceAccountDir);
    // A pod has no such file, and need not load what reads YAML.
    const { readKubeconfig } = await import('./kube/kubeconfig.ts');
    return readKubeconfig(kubeconfig);
  } catch (error) {
    throw new ConfigError(messageOf(error), { cause: error });
  }
}
