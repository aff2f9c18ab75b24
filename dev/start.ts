// `npm start`: Home Base, a local Kubernetes and a demo installation on this machine, until Ctrl-C. Prints `ready URL` once, last.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureDemo, type Ready, writeReady } from './demo.ts';
import { bearer, homeBaseApi } from './http.ts';
import { ensureKubeBinaries } from './kube/binaries.ts';
import { type ControlPlane, startControlPlane } from './kube/control-plane.ts';
import { useCluster } from './kube/use-cluster.ts';
import { applyInstallManifest, startLocalAgent } from './local-agent.ts';
import { readOptions, type StartOptions, usage } from './options.ts';
import { LockHeld, takeLock } from './process/file-lock.ts';
import { isFree } from './process/ports.ts';
import { progressPrinter, runStep } from './progress.ts';
import { startStack } from './stack.ts';
import { watchUntilHealthy } from './watch-health.ts';

const onProgress = progressPrinter(process.stdout);
const stops: (() => Promise<void> | void)[] = [];
let stopping: Promise<void> | undefined;

/** In reverse order of the start, once. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop();
  })();
  return stopping;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) console.log('\nstopping …');
    void stopAll().then(() => process.exit(0));
  });
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(usage);
  else await start(options);
} catch (error) {
  if (!stopping) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await stopAll();
    process.exit(1);
  }
}

async function start(options: StartOptions): Promise<void> {
  const dataDir = resolve(options.data);
  if (options.reset) rmSync(dataDir, { recursive: true, force: true });
  stops.push(lock(dataDir).release);
  if (!(await isFree(options.port)))
    throw new Error(`Port ${options.port} is taken by another program: stop it, or choose one with --port.`);

  const stack = await startStack({ dataDir, port: options.port, durable: true, onProgress });
  stops.push(stack.stop);
  console.log(
    `  Home Base answers at ${stack.url}${stack.standIns ? ' (upstream CRDs could not be had: stand-ins are used and marked)' : ''}`,
  );
  const ready = await ensureDemo(dataDir, stack.url, options.kubeconfig ? 'provided' : 'kind');
  console.log(`  sign in as ${ready.user.email} with the password in ${join(options.data, 'ready.json')}`);
  if (options.cluster) writeReady(dataDir, { ...ready, kubeconfig: await joinCluster(options, dataDir, ready, stack.rootSha256) });
  else writeReady(dataDir, ready);
  console.log(`ready ${stack.url}`);
}

/** A cluster, the agent in it by the very same install command that a customer pastes, and patience until all is healthy. Returns its kubeconfig. */
async function joinCluster(options: StartOptions, dataDir: string, ready: Ready, rootSha256: string): Promise<string> {
  const binaries = await ensureKubeBinaries({ onProgress });
  const cluster: ControlPlane = options.kubeconfig
    ? await useCluster(resolve(options.kubeconfig), binaries)
    : await runStep('Kubernetes 1.36', onProgress, () =>
        startControlPlane({ dir: join(dataDir, 'kubernetes'), binaries, log: (line) => console.error(line) }),
      );
  stops.push(cluster.stop);

  const api = homeBaseApi(ready.url, bearer(ready.apiKey));
  const agent = await runStep('Agent', onProgress, async () => {
    const enrolled = (await cluster.api.get('/api/v1/namespaces/home-base/secrets/agent-state-keys')) !== undefined;
    if (!enrolled) {
      const { token } = await api.call<{ token: string }>('POST', `/v1/installations/${ready.installationId}/enrolment-tokens`, {});
      await applyInstallManifest({
        url: ready.url,
        token,
        rootSha256,
        kubectl: binaries.kubectl,
        kubeconfig: cluster.kubeconfigPath,
      });
    }
    const agent = await startLocalAgent({ controlPlane: cluster, dataDir: join(dataDir, 'agent'), url: ready.url });
    stops.push(agent.stop);
    return agent;
  });
  await runStep('Batteries healthy', onProgress, (detail) =>
    watchUntilHealthy({ api, installationId: ready.installationId, since: agent.startedAt }, detail),
  );
  return cluster.kubeconfigPath;
}

function lock(dataDir: string): { release: () => void } {
  try {
    return takeLock(join(dataDir, 'start.lock'));
  } catch (error) {
    if (error instanceof LockHeld)
      throw new Error(`Home Base already runs on this data (process ${error.pid}): stop it, or choose another folder with --data.`, {
        cause: error,
      });
    throw error;
  }
}
