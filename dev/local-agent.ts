import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAgent, bundlePath } from '@home-base/agent/build.ts';
import { node24 } from './install.mjs';
import type { ControlPlane } from './kube/control-plane.ts';
import { writeKubeconfig } from './kube/credentials.ts';
import { type Child, startChild } from './process/child.ts';
import { freePort } from './process/ports.ts';

/** How the image runs the agent (agent/Dockerfile): flags of node, settings of glibc's allocator. */
export const agentRuntime = {
  flags: ['--max-semi-space-size=8', '--no-turbofan', '--no-sparkplug'],
  env: {
    GLIBC_TUNABLES:
      'glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=16384:glibc.malloc.trim_threshold=65536:glibc.malloc.tcache_count=0',
  },
};

export type LocalAgent = { child: Child; listenPort: number; startedAt: Date; stop: () => Promise<void> };

/** A value of an agent's own /metrics; NaN for one that it does not have. */
export async function agentMetric({ listenPort }: Pick<LocalAgent, 'listenPort'>, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${listenPort}/metrics`)).text();
  return Number(new RegExp(`^home_base_agent_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Applies what the one-liner would apply, as its script does: fetched with the token, piped into `kubectl apply --server-side`. */
export async function applyInstallManifest({
  url,
  token,
  rootSha256,
  kubectl,
  kubeconfig,
}: {
  url: string;
  token: string;
  rootSha256: string;
  kubectl: string;
  kubeconfig: string;
}): Promise<string> {
  const script = await (await fetch(`${url}/install.sh`)).text();
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s', '--', token, rootSha256], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, KUBECONFIG: kubeconfig, PATH: `${join(kubectl, '..')}:${process.env.PATH}` },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`the install command ended with ${code}:\n${output.slice(-3000)}`)),
    );
    child.stdin.end(script);
  });
}

/**
 * The agent as a process of this machine that finds what a pod would: a token of its own ServiceAccount in a folder, so that RBAC and admission policies
 * are real, the API server's address in the environment, its settings from the Secret that the install command made.
 */
export async function startLocalAgent({
  controlPlane,
  dataDir,
  url,
  pollSeconds,
}: {
  controlPlane: ControlPlane;
  dataDir: string;
  url: string;
  pollSeconds?: number;
}): Promise<LocalAgent> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await buildAgent();
  const { enrolment, token } = await readIdentity(controlPlane);
  const listenPort = await freePort();
  const startedAt = new Date();
  const child = startChild({
    name: 'agent',
    command: node24(),
    args: [...agentRuntime.flags, bundlePath],
    logPath: join(dataDir, 'agent.log'),
    env: {
      PATH: process.env.PATH,
      ...agentRuntime.env,
      ...clusterAccess(dataDir, { url: controlPlane.url, caPem: controlPlane.caPem, token }),
      HOME_BASE_URL: url,
      HOME_BASE_ENROLMENT_TOKEN: enrolment.token,
      HOME_BASE_ROOT_SHA256: enrolment.rootSha256,
      HOME_BASE_DATA: dataDir,
      ...(pollSeconds === undefined ? {} : { HOME_BASE_POLL_SECONDS: String(pollSeconds) }),
      HOME_BASE_LISTEN: `127.0.0.1:${listenPort}`,
    },
  });
  return { child, listenPort, startedAt, stop: () => child.stop() };
}

/**
 * The environment by which the agent finds the API server: as in a pod where the address is one that a pod can be told (https, a host and a port), by
 * a kubeconfig where it has a path (a gateway's) or no TLS.
 */
export function clusterAccess(dataDir: string, server: { url: string; caPem: string; token: string }): Record<string, string> {
  const { protocol, hostname, port, pathname } = new URL(server.url);
  if (protocol !== 'https:' || pathname !== '/') return { KUBECONFIG: writeKubeconfig(dataDir, 'agent', server) };
  return {
    // A pod is told an IPv6 address without its brackets.
    KUBERNETES_SERVICE_HOST: hostname.replace(/^\[|\]$/g, ''),
    KUBERNETES_SERVICE_PORT: port || '443',
    HOME_BASE_SERVICE_ACCOUNT: mountServiceAccount(dataDir, server),
  };
}

/** What kubelet mounts into a pod (Kubernetes docs, "Configure Service Accounts for Pods"). */
function mountServiceAccount(dataDir: string, { caPem, token }: { caPem: string; token: string }): string {
  const dir = join(dataDir, 'serviceaccount');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = { 'ca.crt': caPem, token, namespace: 'home-base' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text, { mode: 0o600 });
  return dir;
}

async function readIdentity({ api }: ControlPlane): Promise<{ enrolment: { token: string; rootSha256: string }; token: string }> {
  const secret = (await api.get('/api/v1/namespaces/home-base/secrets/agent-enrolment')) as { data?: Record<string, string> } | undefined;
  const field = (name: string) => Buffer.from(secret?.data?.[name] ?? '', 'base64').toString();
  const answer = await api.send('POST', '/api/v1/namespaces/home-base/serviceaccounts/agent/token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 30 * 86_400 },
  });
  if (answer.status !== 201) throw new Error(`no token for the agent's ServiceAccount: ${answer.status} ${answer.body}`);
  const { status } = JSON.parse(answer.body) as { status: { token: string } };
  return { enrolment: { token: field('token'), rootSha256: field('root-sha256') }, token: status.token };
}
