import { join } from 'node:path';
import { type Child, logTail, startChild } from '../process/child.ts';
import { LockHeld, takeLock } from '../process/file-lock.ts';
import { pollUntil } from '../process/poll.ts';
import { isFree } from '../process/ports.ts';
import { type KubeApi, kubeApi } from './api-client.ts';
import { ensureKubeBinaries, type KubeBinaries } from './binaries.ts';
import { componentSpecs } from './components.ts';
import { dropExpiringCertificate, loadState, readCa, writeKubeconfig } from './credentials.ts';
import { ensureNodes } from './nodes.ts';
import { startSimulatedNetwork } from './simulated-network.ts';
import { installCoreStages, touchStagesWhenCrdsAppear } from './stages.ts';

export type ControlPlaneOptions = {
  /** Holds everything: etcd's data, keys, kubeconfigs, logs. Starting again in the same folder resumes the same cluster at the same address. */
  dir: string;
  /** Found, downloaded or built when not given. */
  binaries?: KubeBinaries;
  /** Simulated nodes and pods, and the statuses of the operators. Default true. */
  kwok?: boolean;
  /** Default true. Without it no ServiceAccount `default`, no garbage collection, no namespace ever finishes terminating. */
  controllerManager?: boolean;
  /** Default: as `kwok`. */
  scheduler?: boolean;
  /** Simulated nodes, default 2; only with kwok. */
  nodes?: number;
  /** Admission webhooks. Default false: no operator answers here, and a Fail webhook without its service refuses every object of its kinds. */
  webhooks?: boolean;
  /** One JSON line per request in `auditLogPath`. Default false. */
  auditLog?: boolean;
  /** Told when a component ends unasked, and of resumes. */
  log?: (line: string) => void;
};

export type ControlPlane = {
  url: string;
  caPem: string;
  /** cluster-admin (system:masters). */
  adminToken: string;
  kubeconfigPath: string;
  auditLogPath: string;
  binaries: KubeBinaries;
  api: KubeApi;
  /** Process ids by component; changes after a restart. */
  pids: () => Record<string, number>;
  /** SIGTERM, wait, start, wait until ready; what watches it starts anew too. Also after `killApiServer`. */
  restartApiServer: () => Promise<void>;
  /** SIGKILL; stays away until `restartApiServer`. */
  killApiServer: () => Promise<void>;
  /** All in order, the API server before etcd; idempotent. */
  stop: () => Promise<void>;
};

/** Starts etcd, kube-apiserver and what the options ask for; resolves when the API server is ready and, with kwok, the nodes are. About 3 s. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const {
    dir,
    kwok = true,
    controllerManager = true,
    scheduler = kwok,
    nodes = 2,
    webhooks = false,
    auditLog = false,
    log = () => undefined,
  } = options;
  const binaries = options.binaries ?? (await ensureKubeBinaries());
  const lock = lockDir(dir);
  const running = new Map<string, Child>();
  const cleanups: (() => void)[] = [() => lock.release()];
  let stopping: Promise<void> | undefined;
  const expected = new Set<Child>();

  const launch = (spec: Parameters<typeof startChild>[0]) => {
    const child = startChild(spec);
    running.set(child.name, child);
    void child.exited.then((reason) => {
      if (!expected.has(child)) log(`${child.name} ended (${reason}); the end of ${child.logPath}:\n${logTail(child, 4)}`);
    });
    return child;
  };
  const end = async (name: string) => {
    const child = running.get(name);
    if (!child) return;
    expected.add(child);
    await child.stop();
  };
  const stop = () => {
    stopping ??= (async () => {
      await Promise.all(['kwok', 'kube-scheduler', 'kube-controller-manager'].map(end));
      await end('kube-apiserver');
      await end('etcd');
      for (const cleanup of cleanups.reverse()) cleanup();
    })();
    return stopping;
  };

  try {
    const state = await loadState(dir);
    dropExpiringCertificate(dir);
    await requireFreePorts(dir, Object.values(state.ports));
    const network = await startSimulatedNetwork(dir);
    cleanups.push(() => network.close());
    const specs = componentSpecs({ dir, binaries, state, webhooks, auditLog, egressConfigPath: network.configPath });
    const url = `https://127.0.0.1:${state.ports.api}`;

    const etcd = launch(specs.etcd);
    await pollUntil('etcd answering', () => etcdHealthy(state.ports.etcd), {
      timeoutMs: 20_000,
      everyMs: 20,
      give: () => requireAlive(etcd),
    });
    const connect = async () => {
      const child = launch(specs.apiServer);
      const give = () => requireAlive(child);
      const caPem = await pollUntil('kube-apiserver writing its certificate', () => readCa(dir), { timeoutMs: 20_000, everyMs: 20, give });
      const api = kubeApi({ url, caPem, token: state.tokens.admin });
      await pollUntil('kube-apiserver becoming ready', async () => ((await api.send('GET', '/readyz')).status === 200 ? true : undefined), {
        timeoutMs: 60_000,
        give,
      });
      return { api, caPem };
    };
    const { api, caPem } = await connect();
    cleanups.push(() => api.close());
    const kubeconfig = (name: string, token: string) => writeKubeconfig(dir, name, { url, caPem, token });
    const kubeconfigPath = kubeconfig('admin', state.tokens.admin);

    const followers = [
      ...(controllerManager ? [specs.controllerManager(kubeconfig('controller-manager', state.tokens.controllerManager))] : []),
      ...(scheduler ? [specs.scheduler(kubeconfig('scheduler', state.tokens.scheduler))] : []),
    ];
    for (const follower of followers) launch(follower);
    if (kwok) {
      await installCoreStages(api);
      launch(specs.kwok(kubeconfig('kwok', state.tokens.kwok)));
      const toucher = touchStagesWhenCrdsAppear(api, log);
      cleanups.push(() => toucher.close());
      await ensureNodes(api, nodes);
    }
    if (controllerManager) {
      const account = '/api/v1/namespaces/default/serviceaccounts/default';
      await pollUntil('kube-controller-manager making the default ServiceAccount', () => api.get(account), {
        timeoutMs: 30_000,
        give: () => requireAlive(running.get('kube-controller-manager')),
      });
    }

    return {
      url,
      caPem,
      adminToken: state.tokens.admin,
      kubeconfigPath,
      auditLogPath: specs.auditLogPath,
      binaries,
      api,
      pids: () => Object.fromEntries([...running.values()].filter((child) => child.isAlive()).map((child) => [child.name, child.pid])),
      restartApiServer: async () => {
        // In a real cluster these lose their lease and are started anew; without leases they sleep out a back-off of up to a minute. kwok stays:
        // a new one would first have to outwait the node leases of the old.
        await Promise.all(followers.map(({ name }) => end(name)));
        await end('kube-apiserver');
        (await connect()).api.close();
        for (const follower of followers) launch(follower);
      },
      killApiServer: async () => {
        const child = running.get('kube-apiserver');
        if (!child) return;
        expected.add(child);
        await child.kill();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function lockDir(dir: string): { release: () => void } {
  try {
    return takeLock(join(dir, 'control-plane.lock'));
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new Error(`the local Kubernetes in ${dir} is already run by process ${error.pid}: stop that one first`, { cause: error });
  }
}

async function requireFreePorts(dir: string, ports: number[]): Promise<void> {
  for (const port of ports) {
    if (await isFree(port)) continue;
    throw new Error(
      `port ${port} of the local Kubernetes in ${dir} is taken by another program: stop that program, or remove ${dir} to start anew`,
    );
  }
}

function requireAlive(child: Child | undefined): void {
  if (child && !child.isAlive()) throw new Error(`${child.name} ended while starting; the end of ${child.logPath}:\n${logTail(child)}`);
}

async function etcdHealthy(port: number): Promise<true | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  const text = await response.text();
  return response.ok && text.includes('"health":"true"') ? true : undefined;
}
