import { dirname, join } from 'node:path';
import { buildAgent } from '@home-base/agent/build.ts';
import { signUp } from '@home-base/dev/demo.ts';
import { type Api, bearer, homeBaseApi } from '@home-base/dev/http.ts';
import type { ControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { agentMetric, applyInstallManifest, type LocalAgent, startLocalAgent } from '@home-base/dev/local-agent.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { type OnProgress, runStep } from '@home-base/dev/progress.ts';
import { type Stack, startStack } from '@home-base/dev/stack.ts';
import { watchUntilHealthy } from '@home-base/dev/watch-health.ts';
import { toUuid } from '@home-base/schema/ids/id.ts';
import pg from 'pg';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

export type WholeRoad = {
  plane: ControlPlane;
  stack: Stack;
  api: Api;
  user: { email: string; password: string };
  installationId: string;
  /** The same in the database. */
  ids: { org: string; installation: string };
  database: pg.Client;
  agent: LocalAgent;
  line: CountingProxy;
  /** Paste of the install command → first report. ms */
  enrolMs: number;
  stop: () => Promise<void>;
};

type Installation = {
  publishedVersion: number;
  desiredRev: number;
  publishedRev: number;
  agent: { lastSeenAt: string | null; phase: string | null } | null;
};
const getInstallation = ({ api, installationId }: Pick<WholeRoad, 'api' | 'installationId'>) =>
  api.call<Installation>('GET', `/v1/installations/${installationId}`);

/** Home Base with an installation of every battery and 100 objects of users, whose agent was enrolled by the install command; resolves when all is applied and healthy. */
export async function startWholeRoad(plane: ControlPlane, dataDir: string, onProgress: OnProgress): Promise<WholeRoad> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each().catch((error: unknown) => console.error(`stopping: ${String(error)}`));
  };
  try {
    const stack = await startStack({ dataDir, onProgress });
    stops.push(stack.stop);
    await buildAgent();
    const line = await startCountingProxy(stack.url);
    stops.push(line.stop);
    const database = new pg.Client({ connectionString: stack.ownerUrl });
    await database.connect();
    stops.push(() => database.end());

    const account = await signUp(stack.url, { name: 'Bench', email: 'bench@example.com', password: 'bench bench bench' });
    const org = await account.call<{ id: string }>('GET', '/v1/org');
    const key = await account.call<{ secret: string }>('POST', '/v1/api-keys', { name: 'bench', role: 'admin' });
    const api = homeBaseApi(stack.url, bearer(key.secret));
    const { id: installationId } = await api.call<{ id: string }>('POST', '/v1/installations', {
      name: 'bench',
      usage: 'kitchen_sink',
      provider: 'kind',
    });
    await runStep('100 objects', onProgress, () => createObjects(api, installationId));
    const { token } = await api.call<{ token: string }>('POST', `/v1/installations/${installationId}/enrolment-tokens`, {});

    const began = performance.now();
    const { kubeconfigPath: kubeconfig, binaries } = plane;
    await applyInstallManifest({ url: stack.url, token, rootSha256: stack.rootSha256, kubectl: dirname(binaries.kubectl), kubeconfig });
    const agent = await startLocalAgent({ controlPlane: plane, dataDir: join(dataDir, 'agent'), url: line.url });
    stops.push(agent.stop);
    await pollUntil(
      'the first report',
      async () => ((await getInstallation({ api, installationId })).agent?.lastSeenAt ? true : undefined),
      { timeoutMs: 60_000 },
    );
    const enrolMs = performance.now() - began;
    await runStep('Batteries healthy', onProgress, (detail) => watchUntilHealthy({ api, installationId, since: agent.startedAt }, detail));
    const ids = { org: toUuid('org', org.id), installation: toUuid('installation', installationId) };
    return {
      plane,
      stack,
      api,
      user: { email: account.email, password: account.password },
      installationId,
      ids,
      database,
      agent,
      line,
      enrolMs,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A hundred objects of every kind that holds many: the kitchen sink of DESIGN.md section 8's publish row. */
async function createObjects(api: Api, installationId: string): Promise<void> {
  const mib = 1024 ** 2;
  const size = { cpuRequestedMillis: 100, cpuLimitMillis: 200, memoryRequestedBytes: 128 * mib, memoryLimitBytes: 256 * mib };
  const database = { name: 'app', owner: 'app' };
  const image = { name: 'app', image: 'nginx:1.29' };
  const make = (path: string, count: number, spec: (index: number) => object) =>
    Array.from({ length: count }, (_, index) => ({ path, spec: { name: `${path.slice(0, 12)}-${index}`, ...size, ...spec(index) } }));
  const all = [
    ...make('postgres-clusters', 20, () => ({ storageBytes: 1024 * mib, database, users: [{ username: 'app' }], documentdb: true })),
    ...make('redis-instances', 25, () => ({})),
    ...make('ferret-services', 5, () => ({ postgresCluster: 'postgres-clu-0' })),
    ...make('notebooks', 10, () => ({ storageBytes: 1024 * mib })),
    ...make('knative-services', 15, () => ({ containers: [image] })),
    ...make('traditional-services', 25, () => ({ containers: [image], ports: [{ name: 'http', number: 80 }] })),
  ];
  for (const { path, spec } of all) await api.call('POST', `/v1/installations/${installationId}/${path}`, spec);
}

/** Resolves when the agent has applied every resource of the newest snapshot. */
export async function untilApplied(road: WholeRoad, timeoutMs: number): Promise<void> {
  await pollUntil(
    'everything being applied',
    async () => {
      const { desiredRev, publishedRev, publishedVersion } = await getInstallation(road);
      return publishedRev >= desiredRev && (await agentMetric(road.agent, 'applied_version')) === publishedVersion ? true : undefined;
    },
    { timeoutMs, everyMs: 200 },
  );
}

/** How many resources the installation has, as its agent reported them. */
export async function countResources({ database, ids }: WholeRoad): Promise<number> {
  const { rows } = await database.query<{ n: number }>('select count(*)::int as n from resource_statuses where installation_id = $1', [
    ids.installation,
  ]);
  return rows[0]?.n ?? 0;
}
