import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How to reach one API server. `token` is asked before each request, so that a rotated file is picked up. */
export type KubeConfig = {
  url: string;
  /** PEM of the certificate authority; absent: the system's. */
  ca?: string;
  clientCert?: string;
  clientKey?: string;
  /** Bearer token as of now; `fresh` reads the file again even if it looks unchanged (after a 401). */
  token?: (fresh?: boolean) => string | undefined;
  namespace?: string;
};

const serviceAccountDir = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Configuration of a pod, from the mounted service account. Throws when this process is not in a pod. */
export function inClusterConfig(env: NodeJS.ProcessEnv = process.env, dir = serviceAccountDir): KubeConfig {
  const host = env.KUBERNETES_SERVICE_HOST;
  if (!host) throw new Error('KUBERNETES_SERVICE_HOST is not set: this is not a pod. Set KUBECONFIG to the file of the cluster to use');
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return {
    url: `https://${bracketed}:${env.KUBERNETES_SERVICE_PORT ?? '443'}`,
    ca: readFileSync(join(dir, 'ca.crt'), 'utf8'),
    token: tokenFile(join(dir, 'token')),
    namespace: readFileSync(join(dir, 'namespace'), 'utf8').trim(),
  };
}

/** Kubelet rotates projected tokens by swapping a link: the file's time is looked at every 10 s at most. */
export function tokenFile(path: string, now: () => number = Date.now): (fresh?: boolean) => string {
  let token = '';
  let stamp = -1;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return (fresh = false) => {
    if (!fresh && now() - lookedAt < 10_000) return token;
    lookedAt = now();
    try {
      const modified = statSync(path).mtimeMs;
      if (fresh || modified !== stamp) {
        token = readFileSync(path, 'utf8').trim();
        stamp = modified;
      }
    } catch (error) {
      // The one that was read last may still be accepted; the next look comes soon.
      if (!token) throw error;
    }
    return token;
  };
}
