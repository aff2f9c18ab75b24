import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild } from '@home-base/dev/process/child.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { freePort } from '@home-base/dev/process/ports.ts';
import { z } from 'zod';

const run = promisify(execFile);
export const administrator = { clientId: 'home-base', clientSecret: 'made-in-a-test-0123456789' };

/** A Keycloak of the unpacked distribution in `home`, on loopback, with its data in memory. Browsers would know it as `publicUrl`. */
export async function startKeycloak(home: string, logPath: string, publicUrl: string) {
  const [port, management] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const server = startChild({
    name: 'keycloak',
    command: join(home, 'bin/kc.sh'),
    args: ['start-dev', '--http-host=127.0.0.1', `--http-port=${port}`, `--http-management-port=${management}`],
    logPath,
    env: {
      ...process.env,
      KC_DB: 'dev-mem',
      KC_HOSTNAME: publicUrl,
      KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
      KC_BOOTSTRAP_ADMIN_PASSWORD: 'made-in-a-test',
      KC_BOOTSTRAP_ADMIN_CLIENT_ID: administrator.clientId,
      KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: administrator.clientSecret,
    },
  });
  const api = (path: string, init?: RequestInit) => adminApi(url, path, init);
  try {
    await pollUntil('the start of Keycloak', async () => ((await fetch(`${url}/realms/master`)).ok ? true : undefined), {
      timeoutMs: 240_000,
      everyMs: 500,
      give: () => {
        if (!server.isAlive()) throw new Error(`Keycloak ended: see ${logPath}`);
      },
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, api, stop: () => server.stop(30_000) };
}
export type Keycloak = Awaited<ReturnType<typeof startKeycloak>>;

const Token = z.object({ access_token: z.string() });

/** A token lives a minute, so each request has its own. Throws for what is refused. */
async function adminApi(url: string, path: string, init: RequestInit = {}): Promise<unknown> {
  const { clientId, clientSecret } = administrator;
  const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token } = Token.parse(await answer.json());
  const response = await fetch(`${url}/admin/realms${path}`, {
    ...init,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** Runs the Job's script as its pod would, with the kcadm.sh of the same distribution. */
export async function runScript(home: string, script: string, env: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await run('bash', [script], { env: { ...process.env, KCADM: join(home, 'bin/kcadm.sh'), ...env } });
  return stdout + stderr;
}

/**
 * Where a person lands who signs in with name and password: the address of the redirect. As a browser it keeps cookies, and it goes to the loopback
 * address whatever the host name is.
 */
export async function signIn(url: string, realm: string, client: { id: string; redirect: string }, username: string, password: string) {
  const query = new URLSearchParams({ client_id: client.id, redirect_uri: client.redirect, response_type: 'code', scope: 'openid' });
  const page = await fetch(`${url}/realms/${realm}/protocol/openid-connect/auth?${query}`, { redirect: 'manual' });
  const action = /action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&');
  if (!action) throw new Error(`Keycloak shows no form to ${client.id}: ${page.status}`);
  const { pathname, search } = new URL(action);
  const answer = await fetch(`${url}${pathname}${search}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: page.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    },
    body: new URLSearchParams({ username, password }),
  });
  return answer.headers.get('location') ?? `${answer.status}`;
}
