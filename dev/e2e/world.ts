import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { signUp } from '../demo.ts';
import { type Api, bearer, homeBaseApi } from '../http.ts';
import { ensureKubeBinaries } from '../kube/binaries.ts';
import { type ControlPlane, startControlPlane } from '../kube/control-plane.ts';
import { applyInstallManifest, type LocalAgent, startLocalAgent } from '../local-agent.ts';
import { pollUntil } from '../process/poll.ts';
import { type Stack, startStack } from '../stack.ts';
import { isOpen, listResources } from '../watch-health.ts';

export type World = {
  stack: Stack;
  cluster: ControlPlane;
  api: Api;
  apiKey: string;
  installationId: string;
  /** Path below the installation. */
  at: (path?: string) => string;
  dir: string;
  agent: () => LocalAgent;
  startAgent: (url?: string) => Promise<LocalAgent>;
  /** Rows as the owner of the database sees them. */
  rows: <T>(text: string, values?: unknown[]) => Promise<T[]>;
  /** Resolves when what should be now is published, applied and healthy, as the API tells. */
  settled: (timeoutMs?: number) => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * One Home Base, one cluster, one account with one installation, and an agent that the one-liner's own script installed. `agentUrl` may put
 * something between the agent and Home Base.
 */
export async function startWorld({
  agentUrl,
  usage,
  auditLog = false,
}: {
  agentUrl?: (stack: Stack) => Promise<string>;
  usage?: string;
  /** The API server writes down every request (`cluster.auditLogPath`). */
  auditLog?: boolean;
} = {}): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-e2e-'));
  const stops: (() => Promise<void> | void)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const stack = await startStack({ dataDir: join(dir, 'home-base') });
    stops.push(stack.stop);
    const cluster = await startControlPlane({ dir: join(dir, 'kubernetes'), binaries: await ensureKubeBinaries(), auditLog });
    stops.push(cluster.stop);
    const database = new pg.Pool({ connectionString: stack.ownerUrl, max: 2 });
    // The server is restarted under us by the tests that kill it.
    database.on('error', () => undefined);
    stops.push(() => database.end());

    const { api, apiKey, installationId } = await createInstallation(stack.url, 'owner@example.com', usage);
    const at = (path = '') => `/v1/installations/${installationId}${path}`;
    const { token } = await api.call<{ token: string }>('POST', at('/enrolment-tokens'), {});
    await applyInstallManifest({
      url: stack.url,
      token,
      rootSha256: stack.rootSha256,
      kubectl: cluster.binaries.kubectl,
      kubeconfig: cluster.kubeconfigPath,
    });
    let agent: LocalAgent | undefined;
    stops.push(() => agent?.stop());
    const url = agentUrl ? await agentUrl(stack) : stack.url;
    const startAgent = async (other = url) => {
      await agent?.stop();
      agent = await startLocalAgent({ controlPlane: cluster, dataDir: join(dir, 'agent'), url: other, pollSeconds: 1 });
      return agent;
    };
    await startAgent();
    const world: World = {
      stack,
      cluster,
      api,
      apiKey,
      installationId,
      at,
      dir,
      agent: () => {
        if (!agent) throw new Error('no agent runs');
        return agent;
      },
      startAgent,
      rows: async <T>(text: string, values: unknown[] = []) => (await database.query(text, values)).rows as T[],
      settled: (timeoutMs) => settled(api, installationId, timeoutMs),
      stop,
    };
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A new account, its API key and one installation on kind with the defaults of its usage. */
export async function createInstallation(
  url: string,
  email: string,
  usage = 'development',
): Promise<{ api: Api; apiKey: string; installationId: string }> {
  const account = await signUp(url, { name: 'Test', email, password: 'correct horse battery' });
  const { secret } = await account.call<{ secret: string }>('POST', '/v1/api-keys', { name: 'test', role: 'admin' });
  const api = homeBaseApi(url, bearer(secret));
  const { id } = await api.call<{ id: string }>('POST', '/v1/installations', { name: 'test', usage, provider: 'kind' });
  return { api, apiKey: secret, installationId: id };
}

type Status = {
  desiredRev: number;
  publishedRev: number;
  publishedVersion: number;
  agent: { followedVersion: number | null; phase: string | null } | null;
};

async function settled(api: Api, installationId: string, timeoutMs = 60_000): Promise<void> {
  let last = '';
  await pollUntil(
    'everything being published, applied and healthy',
    async () => {
      const status = await api.call<Status>('GET', `/v1/installations/${installationId}`);
      const open = (await listResources(api, installationId)).filter(isOpen);
      last = JSON.stringify({ status: { ...status }, open: open.slice(0, 3) });
      const isPublished = status.publishedVersion > 0 && status.publishedRev === status.desiredRev;
      return isPublished &&
        status.agent?.followedVersion === status.publishedVersion &&
        status.agent.phase === 'applied' &&
        open.length === 0
        ? true
        : undefined;
    },
    { timeoutMs, everyMs: 200 },
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${last}`, { cause: error });
  });
}

export const redis = {
  name: 'cache',
  cpuRequestedMillis: 100,
  cpuLimitMillis: 500,
  memoryRequestedBytes: 128 << 20,
  memoryLimitBytes: 512 << 20,
};
