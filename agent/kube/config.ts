import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { dig, digList, digText } from './json.ts';

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

/** One context of a kubeconfig file (the current one unless named): token, token file or client certificate. Throws on what it cannot use. */
export function readKubeconfig(path: string, contextName?: string): KubeConfig {
  const file: unknown = parse(readFileSync(path, 'utf8'));
  const wanted = contextName ?? digText(file, 'current-context');
  const context = named(file, 'contexts', wanted, 'context', path);
  const cluster = named(file, 'clusters', digText(context, 'cluster'), 'cluster', path);
  const user = named(file, 'users', digText(context, 'user'), 'user', path);
  const url = digText(cluster, 'server');
  if (!url) throw new Error(`${path}: cluster "${digText(context, 'cluster')}" has no server`);
  if (dig(cluster, 'insecure-skip-tls-verify') === true)
    throw new Error(`${path}: insecure-skip-tls-verify is not supported; give the cluster's certificate-authority-data`);
  if (dig(user, 'exec') !== undefined || dig(user, 'auth-provider') !== undefined) {
    throw new Error(
      `${path}: user "${digText(context, 'user')}" logs in with a plugin, which an agent cannot run; use a service account's token`,
    );
  }
  const read = (field: string, object: unknown) => {
    const data = digText(object, `${field}-data`);
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    const from = digText(object, field);
    return from ? readFileSync(isAbsolute(from) ? from : join(dirname(path), from), 'utf8') : undefined;
  };
  const ca = read('certificate-authority', cluster);
  const clientCert = read('client-certificate', user);
  const clientKey = read('client-key', user);
  const fixed = digText(user, 'token');
  const from = digText(user, 'tokenFile');
  const token = from ? tokenFile(isAbsolute(from) ? from : join(dirname(path), from)) : fixed ? () => fixed : undefined;
  const namespace = digText(context, 'namespace');
  return {
    url,
    ...(ca && { ca }),
    ...(clientCert && { clientCert }),
    ...(clientKey && { clientKey }),
    ...(token && { token }),
    ...(namespace && { namespace }),
  };
}

function named(file: unknown, list: string, name: string, field: string, path: string): unknown {
  const found = digList(file, list).find((item) => item.name === name);
  if (!found) throw new Error(`${path}: there is no ${field} named "${name}"`);
  return found[field];
}

/** Kubelet rotates projected tokens by swapping a link: the file's time is looked at every 10 s at most. */
export function tokenFile(path: string, now: () => number = Date.now): (fresh?: boolean) => string {
  let token = '';
  let stamp = -1;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return (fresh = false) => {
    if (!fresh && now() - lookedAt < 10_000) return token;
    lookedAt = now();
    const modified = statSync(path).mtimeMs;
    if (fresh || modified !== stamp) {
      token = readFileSync(path, 'utf8').trim();
      stamp = modified;
    }
    return token;
  };
}
