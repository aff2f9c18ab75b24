import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bearer, homeBaseApi } from './http.ts';

/** What `<data>/ready.json` holds: enough for a script to drive this Home Base (mode 0600). */
export type Ready = {
  url: string;
  orgId: string;
  installationId: string;
  apiKey: string;
  kubeconfig: string | undefined;
  user: { email: string; password: string };
};

export function findReady(dataDir: string): Ready | undefined {
  const path = join(dataDir, 'ready.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Ready) : undefined;
}

export function writeReady(dataDir: string, ready: Ready): void {
  writeFileSync(join(dataDir, 'ready.json'), `${JSON.stringify(ready, undefined, 2)}\n`, { mode: 0o600 });
}

/** Signs up as anybody would and creates the demo installation with the defaults for development on kind. Idempotent through ready.json. */
export async function ensureDemo(dataDir: string, url: string, provider: 'kind' | 'provided'): Promise<Ready> {
  const before = findReady(dataDir);
  if (before) return { ...before, url };
  const account = await signUp(url, { name: 'Demo', email: 'demo@home-base.local', password: randomBytes(12).toString('base64url') });
  const org = await account.call<{ id: string }>('GET', '/v1/org');
  const key = await account.call<{ secret: string }>('POST', '/v1/api-keys', {
    name: 'npm start',
    role: 'admin',
  });
  const api = homeBaseApi(url, bearer(key.secret));
  const installation = await api.call<{ id: string }>('POST', '/v1/installations', { name: 'demo', usage: 'development', provider });
  const ready: Ready = {
    url,
    orgId: org.id,
    installationId: installation.id,
    apiKey: key.secret,
    kubeconfig: undefined,
    user: { email: account.email, password: account.password },
  };
  writeReady(dataDir, ready);
  return ready;
}

type Account = { email: string; password: string; call: <T>(method: string, path: string, body?: unknown) => Promise<T> };

/** A new user with an own org, through the sign-up form itself; calls made with the returned `call` carry the session cookie. */
export async function signUp(url: string, { name, email, password }: { name: string; email: string; password: string }): Promise<Account> {
  const response = await fetch(`${url}/sign-up`, {
    method: 'POST',
    headers: { origin: url },
    body: new URLSearchParams({ name, email, password }),
    redirect: 'manual',
  });
  const cookies = response.headers.getSetCookie();
  if (response.status !== 302 || cookies.length === 0)
    throw new Error(`sign-up of ${email}: ${response.status} ${(await response.text()).slice(0, 500)}`);
  const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
  return { email, password, call: homeBaseApi(url, { cookie }).call };
}
