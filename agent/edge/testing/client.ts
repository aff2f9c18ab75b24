import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { readConfig } from '../../config.ts';
import { exchangeBundle } from '../bundle.ts';
import { enrol, fetchRoot } from '../enrol.ts';
import { loadIdentity, signBytes } from '../keys.ts';
import { createRefusals } from '../refusal.ts';
import { createRequester } from '../request.ts';
import { type Accepted, createEdgeStateStore } from '../state.ts';
import { createMemoryStore } from '../store.ts';
import { createTrust, type TrustedFiles } from '../trust.ts';
import { type LoopbackHomeBase, startHomeBase } from './home-base.ts';
import { createRepository, createRootAuthority } from './repository.ts';

export const installationId = 'inst_01k4m2r8fhe9qv7n3p5s6t8w9x';
export const neighbourId = 'inst_01k4m2r8fhe9qv7n3p5s6t8w9y';

export function configMap(name: string, value = 'one'): Resource {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'battery-core' }, data: { value } };
}

/** A Home Base with one published installation. */
export async function startRepository() {
  const authority = createRootAuthority();
  const repository = createRepository({ installationId, authority });
  repository.publish([configMap('first')]);
  const homeBase = await startHomeBase({ repository, authority });
  return { authority, repository, homeBase };
}

export function tempDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-test-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function configFor(homeBase: LoopbackHomeBase, dataDir: string, more: Record<string, string> = {}) {
  return readConfig({
    HOME_BASE_URL: homeBase.url.href,
    HOME_BASE_ROOT_SHA256: homeBase.rootSha256,
    HOME_BASE_ENROLMENT_TOKEN: homeBase.token,
    HOME_BASE_LISTEN: 'off',
    HOME_BASE_DATA: dataDir,
    ...more,
  });
}

/** The verifying half of an agent that has enrolled, step by step in the hands of a test. */
export async function enrolledClient(homeBase: LoopbackHomeBase, dataDir: string) {
  const store = createMemoryStore();
  const signal = new AbortController().signal;
  const refusals = createRefusals();
  const requester = createRequester({ baseUrl: homeBase.url, userAgent: 'test' });
  const { keys } = await loadIdentity(store);
  const root = await fetchRoot(requester, homeBase.rootSha256, signal);
  const { keyId } = await enrol(requester, {
    token: homeBase.token,
    keys,
    cluster: { clusterUid: 'uid', kubernetesVersion: 'v1.36.3', agentVersion: 'test' },
    signal,
  });
  const signer = { keyId, sign: (bytes: Uint8Array) => signBytes(keys, bytes) };
  const state = createEdgeStateStore({ store, installationId, rootSha256: homeBase.rootSha256, refusals });
  let trust = createTrust({ installationId, dataDir, files: { roots: [root] } });
  let inForce: Accepted | undefined;
  return {
    store,
    state,
    refusals,
    requester,
    signer,
    inForce: () => inForce,
    trust: () => trust,
    /** Restarts from these files, as after a stop. */
    restart: (files: TrustedFiles, accepted: Accepted | undefined) => {
      trust.close();
      trust = createTrust({ installationId, dataDir, files });
      inForce = accepted;
    },
    exchange: async () => {
      const exchange = await exchangeBundle({ requester, signer, trust, installationId, inForce, signal });
      inForce = exchange.accepted;
      return exchange;
    },
    save: () => state.save({ files: trust.files(), accepted: inForce }),
    close: () => {
      trust.close();
      requester.close();
    },
  };
}
