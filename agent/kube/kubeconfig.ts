import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { type KubeConfig, tokenFile } from './config.ts';
import { dig, digList, digText } from './json.ts';

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
