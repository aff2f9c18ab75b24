import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { waitForLock } from '../process/file-lock.ts';
import { type OnProgress, runStep } from '../progress.ts';
import { binarySource, type KubeBinary, versions } from '../versions.ts';
import { downloadRelease } from './download.ts';
import { buildFromSource, findGo } from './go-build.ts';
import { printsVersion } from './prints-version.ts';

/** Absolute paths. */
export type KubeBinaries = Record<KubeBinary, string>;

// The shortest builds last: etcd first shows that Go and the module proxy work at all.
const names: KubeBinary[] = ['etcd', 'kube-apiserver', 'kubectl', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

/** Where downloaded and built binaries of exactly these versions are kept. */
export function kubeCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return join(base, 'home-base', 'kube', `${versions.kubernetes}-etcd-${versions.etcd}-kwok-${versions.kwok}`);
}

/** What is on this machine already: KUBEBUILDER_ASSETS as it is, else PATH where the version matches, else our cache. Quick, no network. */
export async function findKubeBinaries(env: NodeJS.ProcessEnv = process.env): Promise<Partial<KubeBinaries>> {
  const found = await Promise.all(names.map(async (name) => [name, await findOne(name, env)] as const));
  return Object.fromEntries(found.filter(([, path]) => path !== undefined));
}

/**
 * All six binaries: what is here, else a release checked by its published sha256, else a build from `dev/kube/go.mod` (minutes, once).
 * Throws an error that says what to do when there is neither a network nor Go. Safe to call from several processes at once.
 */
export async function ensureKubeBinaries({
  onProgress = () => undefined,
  env = process.env,
}: {
  onProgress?: OnProgress;
  env?: NodeJS.ProcessEnv;
} = {}): Promise<KubeBinaries> {
  const here = await findKubeBinaries(env);
  if (isComplete(here)) return here;
  const dir = kubeCacheDir(env);
  mkdirSync(dir, { recursive: true });
  const lock = await runStep(
    'Kubernetes binaries: lock',
    () => undefined,
    () =>
      waitForLock(join(dir, '.lock'), 30 * 60_000, (pid) =>
        onProgress({ step: `waiting for process ${pid}, which prepares the Kubernetes binaries`, state: 'running', elapsedMs: 0 }),
      ),
  );
  try {
    // Another process may have made them while we waited.
    const found = await findKubeBinaries(env);
    let online = true;
    for (const name of names.filter((name) => !found[name])) {
      const path = join(dir, name);
      online = online && (await downloadRelease(name, path, onProgress));
      if (!online) await buildOne(name, path, onProgress, env);
      found[name] = path;
    }
    if (!isComplete(found)) throw new Error('unreachable: every binary was found, downloaded or built');
    return found;
  } finally {
    lock.release();
  }
}

async function buildOne(name: KubeBinary, path: string, onProgress: OnProgress, env: NodeJS.ProcessEnv): Promise<void> {
  const go = findGo(env);
  if (!go) {
    throw new Error(
      `No ${name} ${binarySource(name).version} for the local Kubernetes: it is neither here nor could it be downloaded, and there is no Go to build it.\n` +
        'Do one of these: install Go 1.26 or newer; give this machine access to dl.k8s.io and github.com; set KUBEBUILDER_ASSETS to a folder that has\n' +
        `${names.join(', ')}; use a cluster of yours with --kubeconfig FILE; or start with --no-cluster.`,
    );
  }
  await runStep(`building ${name} ${binarySource(name).version} with Go (once; kept in the cache)`, onProgress, (setDetail) =>
    buildFromSource(go, name, path, setDetail),
  );
}

async function findOne(name: KubeBinary, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const assets = env.KUBEBUILDER_ASSETS && join(env.KUBEBUILDER_ASSETS, name);
  if (assets && isExecutable(assets)) return assets;
  for (const dir of (env.PATH ?? '').split(delimiter)) {
    const path = join(dir, name);
    if (dir && isExecutable(path) && (await printsVersion(name, path))) return path;
  }
  const cached = join(kubeCacheDir(env), name);
  return isExecutable(cached) ? cached : undefined;
}

function isComplete(found: Partial<KubeBinaries>): found is KubeBinaries {
  return names.every((name) => found[name] !== undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
