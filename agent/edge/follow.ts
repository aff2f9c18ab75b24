import type { DesiredState, Refusals } from '../contract.ts';
import { type Log, messageOf } from '../log.ts';
import { pause, retryDelayMs } from './backoff.ts';
import type { Blobs } from './blobs.ts';
import { byNeed, type ExchangeOptions, entriesOf, exchangeBundle, isStillNewest } from './bundle.ts';
import { EdgeRefusal } from './refusal.ts';
import { EdgeUnavailable, type Requester } from './request.ts';
import type { Signer } from './sign-request.ts';
import type { Accepted, EdgeState, EdgeStateStore } from './state.ts';
import type { Trust } from './trust.ts';

const timestampSaveMs = 30 * 60_000;
/** Polls of the timestamp alone between two bundles: bundles bring new roots. */
const peeksPerBundle = 20;

export type FollowerOptions = {
  requester: Requester;
  signer: Signer;
  trust: Trust;
  installationId: string;
  state: EdgeStateStore;
  blobs: Blobs;
  refusals: Refusals;
  log: Log;
  pollSeconds: number;
  inForce: Accepted | undefined;
  /** A newer verified state is in force. */
  onDesired: (accepted: Accepted, desired: DesiredState) => void;
};

export type FollowerStatus = {
  version: number | undefined;
  lastSuccessAt: number;
  isRevoked: boolean;
  exchanges: number;
  failures: number;
};
export type Follower = {
  /** Ask for a bundle now; while one is in flight, once more after it. */ poke: () => void;
  status: () => FollowerStatus;
  stop: () => Promise<void>;
};

/** Follows Home Base: a bundle at each nudge and each jittered poll, one at a time. Whatever goes wrong, the state in force stays in force. */
export function follow(options: FollowerOptions): Follower {
  const { requester, signer, trust, installationId, state, blobs, refusals, log, pollSeconds, onDesired } = options;
  const stopped = new AbortController();
  const status: FollowerStatus = {
    version: options.inForce?.verified.manifest.version,
    lastSuccessAt: 0,
    isRevoked: false,
    exchanges: 0,
    failures: 0,
  };
  let inForce = options.inForce;
  let isPoked = true;
  let peeks = 0;
  let wake = new AbortController();
  let saved = { at: Date.now(), ...mark(trust) };

  async function once(isPoll: boolean): Promise<void> {
    const exchange = { requester, signer, trust, installationId, inForce, signal: stopped.signal };
    try {
      if (!(isPoll && (await peek(exchange)))) {
        status.exchanges += 1;
        const { accepted, isNew, blobs: offered } = await exchangeBundle(exchange);
        peeks = 0;
        if (isNew) await adopt(accepted, offered);
      }
    } finally {
      await saveTrust();
    }
    status.lastSuccessAt = Date.now();
    status.isRevoked = false;
  }

  /** True when a look at the timestamp is enough. A Home Base that does not serve it to agents is asked for bundles instead. */
  async function peek(exchange: ExchangeOptions): Promise<boolean> {
    if (peeks >= peeksPerBundle) return false;
    peeks += 1;
    try {
      return await isStillNewest(exchange);
    } catch (error) {
      if (!(error instanceof EdgeUnavailable) || ![401, 403, 404].includes(error.status)) throw error;
      peeks = peeksPerBundle;
      return false;
    }
  }

  /** Kept first, then followed: after a crash the version that may not be undercut is the one that was applied. */
  async function adopt(accepted: Accepted, offered: ReadonlyMap<string, Buffer>): Promise<void> {
    const before = inForce?.blobs;
    await save({ files: trust.files(), accepted });
    inForce = accepted;
    status.version = accepted.verified.manifest.version;
    const desired = desiredOf(accepted, blobs);
    const added = [...accepted.blobs.values()].filter((entry) => !before?.has(entry[1])).sort(byNeed);
    for (const entry of added) {
      const bytes = offered.get(entry[1]);
      if (bytes) blobs.offer(entry, bytes);
    }
    blobs.prefetch(added.filter((entry) => !offered.has(entry[1])));
    log('info', 'a new version is verified', {
      version: accepted.verified.manifest.version,
      entries: desired.entries.size,
      added: added.length,
    });
    onDesired(accepted, desired);
  }

  async function save(next: EdgeState): Promise<void> {
    try {
      await state.save(next);
      saved = { at: Date.now(), ...mark(trust) };
    } catch (error) {
      // The cluster must not go without its desired state because its notes could not be written.
      log('error', 'the verified state could not be kept in the cluster', { error: messageOf(error) });
      refusals.record('state_not_kept', `The verified state could not be kept in the cluster: ${messageOf(error)}`);
    }
  }

  /** Newer metadata without a newer state. A timestamp alone is written rarely: an older one that is replayed after a restart has expired by itself within the hour. */
  async function saveTrust(): Promise<void> {
    const now = mark(trust);
    const isOnlyTimestamp = now.others === saved.others;
    if (isOnlyTimestamp && (now.timestamp === saved.timestamp || Date.now() - saved.at < timestampSaveMs)) return;
    await save({ files: trust.files(), accepted: inForce });
  }

  function noteFailure(error: unknown, failures: number): void {
    status.failures += 1;
    if (error instanceof EdgeRefusal) {
      refusals.record(error.code, error.message);
      log('error', 'what Home Base served was refused; the state in force stays', { code: error.code, detail: error.message });
      return;
    }
    if (error instanceof EdgeUnavailable && (error.status === 401 || error.status === 403)) {
      if (!status.isRevoked) refusals.record('unauthenticated', error.message);
      status.isRevoked = true;
      log('error', "Home Base does not accept this agent's key; the state in force stays", { error: error.message });
      return;
    }
    log(failures === 0 ? 'warn' : 'debug', 'Home Base cannot be asked now; the state in force stays', { error: messageOf(error) });
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; ) {
      const isPoll = !isPoked && failures === 0;
      isPoked = false;
      wake = new AbortController();
      let delayMs = pollSeconds * 1000 * (0.8 + Math.random() * 0.4);
      try {
        await once(isPoll);
        failures = 0;
      } catch (error) {
        if (stopped.signal.aborted) return;
        noteFailure(error, failures);
        delayMs = Math.min(retryDelayMs(error, failures, { baseMs: 1000, maxMs: 60_000 }), Math.max(delayMs, retryAfterOf(error)));
        failures += 1;
      }
      // A nudge ends the wait; after a failure it still waits a little, so that nudges cannot drive a storm.
      if (failures > 0) await pause(Math.min(delayMs, 250), stopped.signal);
      if (!isPoked) await pause(delayMs, AbortSignal.any([stopped.signal, wake.signal]));
    }
  }

  const running = run();
  return {
    poke: () => {
      isPoked = true;
      wake.abort();
    },
    status: () => ({ ...status }),
    stop: async () => {
      stopped.abort();
      await running;
      const now = mark(trust);
      if (now.timestamp !== saved.timestamp || now.others !== saved.others) await save({ files: trust.files(), accepted: inForce });
    },
  };
}

/** What the engine works from. */
export function desiredOf(accepted: Accepted, blobs: Blobs): DesiredState {
  const entries = entriesOf(accepted);
  const { pages: _, ...manifest } = accepted.verified.manifest;
  return {
    manifest,
    entries,
    blob: async (sha256) => {
      const entry = accepted.blobs.get(sha256);
      if (!entry) throw new Error(`blob ${sha256} is not listed by version ${manifest.version}`);
      return blobs.get(entry);
    },
  };
}

function mark(trust: Trust): { timestamp: number; others: string } {
  const { root, timestamp, snapshot, targets } = trust.versions();
  return { timestamp, others: `${root} ${snapshot} ${targets}` };
}

function retryAfterOf(error: unknown): number {
  return error instanceof EdgeUnavailable ? (error.retryAfterMs ?? 0) : 0;
}
