import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { afterAll, expect, it, test } from 'vitest';
import { z } from 'zod';
import { materialize, render } from '../../materialize.ts';
import { kitchenSink, type sampleSummary } from '../../sample-summary.ts';
import { emptyFacts, type Summary } from '../../summary.ts';
import { forgejo } from './battery.ts';

const with_ = (...batteries: Parameters<typeof sampleSummary>[0]['batteries'] & object) =>
  kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny', batteries: ['forgejo', ...batteries] });
const plain = with_();
const made = (summary: Summary) =>
  render({ summary }).resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'batt_forgejo');
const named = (summary: Summary, kind: string) => made(summary).find((resource) => resource.kind === kind);

const Env = z.array(z.object({ name: z.string(), value: z.string().optional(), valueFrom: z.unknown().optional() }));
const Pod = z.object({
  template: z.object({
    spec: z.object({
      containers: z.array(z.object({ env: Env })),
      initContainers: z.array(z.object({ env: Env, command: z.array(z.string()) })),
    }),
  }),
});
const pod = (summary: Summary) => Pod.parse(named(summary, 'StatefulSet')?.spec).template.spec;
const settings = (summary: Summary) =>
  Object.fromEntries(pod(summary).containers[0]!.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

test('it fails with what to do when its database is missing or its namespace gets no credentials, and what it made stays', () => {
  const before = materialize({ summary: plain, upstream: [] });
  const without = { ...plain, postgresClusters: plain.postgresClusters.filter(({ name }) => name !== 'forgejo') };
  const after = materialize({ summary: without, upstream: [], previous: before.entries });
  expect(after.failures).toEqual([
    { owner: 'batt_forgejo', battery: 'forgejo', message: expect.stringMatching(/internal Postgres cluster named "forgejo".*create it/) },
  ]);
  expect(after.entries.filter(([, , , , owner]) => owner === 'batt_forgejo')).toEqual(
    before.entries.filter(([, , , , owner]) => owner === 'batt_forgejo'),
  );
  const closed = {
    ...plain,
    postgresClusters: plain.postgresClusters.map((cluster) => ({
      ...cluster,
      users: cluster.users.map((user) => ({ ...user, credentialNamespaces: [] })),
    })),
  };
  expect(render({ summary: closed }).failures.map(({ message }) => message)).toEqual([
    expect.stringMatching(/cannot read the credentials.*user "forgejo"/),
  ]);
});

test('it reads its database by the very Secret and address that the cluster makes', () => {
  const { resources } = render({ summary: plain });
  const env = pod(plain).containers[0]!.env.find(({ name }) => name === 'FORGEJO__database__PASSWD');
  expect(env?.valueFrom).toEqual({ secretKeyRef: { name: 'cloudnative-pg.pg-forgejo.forgejo', key: 'password' } });
  expect(
    resources.some(
      ({ kind, metadata }) =>
        kind === 'GeneratedSecret' && metadata.namespace === 'battery-core' && metadata.name === 'cloudnative-pg.pg-forgejo.forgejo',
    ),
  ).toBe(true);
  expect(settings(plain).FORGEJO__database__HOST).toBe('pg-forgejo-rw.battery-base.svc.cluster.local:5432');
});

test('passwords and keys are made in the cluster, of the length that Forgejo keeps', () => {
  const { spec } = GeneratedSecret.parse(named(plain, 'GeneratedSecret'));
  for (const key of ['password', 'secretKey', 'internalToken', 'jwtSecret', 'lfsJwtSecret', 'metricsToken'])
    expect(spec.keys[key]?.from, key).toBe('random');
  expect(spec.keys.jwtSecret).toMatchObject({ length: 43, alphabet: 'base64url' });
  expect(spec.keys.username).toEqual({ from: 'value', value: 'forge-admin' });
});

it.each(['admin', 'Upper', '-dash', 'a', 'two--dashes'])('%s is no name for the administrator', (adminUsername) => {
  expect(forgejo.config.safeParse({ adminUsername }).success).toBe(false);
});

test('istio_gateway: the site by its host and git by the listener ssh, once an address is known', () => {
  expect(named(plain, 'HTTPRoute')?.spec).toMatchObject({
    hostnames: ['forgejo.10-1-2-3.sslip.io'],
    rules: [{ backendRefs: [{ name: 'forgejo-http', port: 3000 }] }],
  });
  expect(named(plain, 'TCPRoute')?.spec).toMatchObject({
    parentRefs: [{ name: 'istio-ingressgateway', namespace: 'battery-istio', sectionName: 'ssh' }],
    rules: [{ backendRefs: [{ name: 'forgejo-ssh', port: 22 }] }],
  });
  expect(settings(plain)).toMatchObject({
    FORGEJO__server__ROOT_URL: 'http://forgejo.10-1-2-3.sslip.io/',
    FORGEJO__server__SSH_DOMAIN: 'forgejo.10-1-2-3.sslip.io',
  });
  expect(named({ ...plain, facts: emptyFacts }, 'HTTPRoute')).toBeUndefined();
  const ssh = made(plain).find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'forgejo-ssh');
  expect(ssh?.spec).toMatchObject({ ports: [{ port: 22, targetPort: 'ssh' }] });
});

test('TLS: addresses are https where the gateway ends TLS', () => {
  const aws = kitchenSink({
    usage: 'internal_dev',
    provider: 'aws',
    size: 'tiny',
    batteries: ['forgejo', 'cert_manager'],
    config: { cert_manager: { email: 'ops@example.com' } },
  });
  expect(settings(aws).FORGEJO__server__ROOT_URL).toBe('https://forgejo.10-1-2-3.sslip.io/');
});

test('victoria_metrics: metrics are on, scraped, and closed to who has no token; without it they are off', () => {
  const observed = with_('victoria_metrics');
  expect(settings(observed).FORGEJO__metrics__ENABLED).toBe('true');
  expect(named(observed, 'VMServiceScrape')?.spec).toMatchObject({
    endpoints: [{ port: 'http', path: '/metrics', bearerTokenSecret: { name: 'forgejo', key: 'metricsToken' } }],
  });
  expect(pod(observed).containers[0]!.env.some(({ name }) => name === 'FORGEJO__metrics__TOKEN')).toBe(true);
  expect(named(plain, 'VMServiceScrape')).toBeUndefined();
  expect(JSON.stringify(named(plain, 'StatefulSet'))).not.toContain('metrics');
});

test('sso: accounts come from Keycloak and from nowhere else; without it only the administrator makes them', () => {
  const signedIn = with_('sso');
  expect(settings(signedIn)).toMatchObject({
    FORGEJO__service__ALLOW_ONLY_EXTERNAL_REGISTRATION: 'true',
    FORGEJO__oauth2_client__ENABLE_AUTO_REGISTRATION: 'true',
    FORGEJO__oauth2_client__ACCOUNT_LINKING: 'login',
  });
  const oauth = pod(signedIn).initContainers[0]!.env.filter(({ name }) => name.startsWith('OAUTH_'));
  expect(oauth).toEqual([
    {
      name: 'OAUTH_DISCOVERY',
      value: expect.stringMatching(/^http:\/\/keycloak\..*\/realms\/home-base\/\.well-known\/openid-configuration$/),
    },
    { name: 'OAUTH_CLIENT_ID', valueFrom: { secretKeyRef: { name: 'sso-client-forgejo', key: 'clientId' } } },
    { name: 'OAUTH_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'sso-client-forgejo', key: 'clientSecret' } } },
  ]);
  expect(settings(plain).FORGEJO__service__DISABLE_REGISTRATION).toBe('true');
  expect(JSON.stringify(named(plain, 'StatefulSet'))).not.toMatch(/"OAUTH_|oauth2_client/);
});

/** The init container's script with a Forgejo that remembers what it was asked. */
function configure(state: { users?: string; sources?: string }, env: Record<string, string> = {}): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'forgejo-configure-'));
  folders.push(dir);
  const log = join(dir, 'log');
  const command = (name: string, text: string) => {
    writeFileSync(join(dir, name), `#!/bin/sh\n${text}`);
    chmodSync(join(dir, name), 0o755);
  };
  command('docker-setup.sh', `echo setup >> ${log}\n`);
  command(
    'gitea',
    `shift 2\ncase "$*" in\n  "admin user list") printf "${state.users ?? ''}" ;;\n  "admin auth list") printf "${state.sources ?? ''}" ;;\n  *) echo "$@" >> ${log} ;;\nesac\n`,
  );
  const script = pod(plain).initContainers[0]!.command[2]!.replaceAll('/usr/local/bin/gitea', join(dir, 'gitea'));
  execFileSync('/bin/bash', ['-c', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${dir}:${process.env.PATH}`, ADMIN_USERNAME: 'forge-admin', ADMIN_PASSWORD: 'secret', ...env },
  });
  return readFileSync(log, 'utf8').trim().split('\n');
}
const folders: string[] = [];
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true });
});
const users = 'ID Username Email IsActive IsAdmin 2FA\\n1 forge-admin a@b true true false\\n';
const sources = 'ID Name Type Enabled\\n7 keycloak OAuth2 true\\n';
const oauth = { OAUTH_DISCOVERY: 'http://keycloak/d', OAUTH_CLIENT_ID: 'forgejo', OAUTH_CLIENT_SECRET: 's' };

test('the first start makes the administrator, every later one sets the password of the Secret again', () => {
  expect(configure({})).toEqual([
    'setup',
    'migrate',
    expect.stringMatching(/^admin user create --admin --username forge-admin --password secret /),
  ]);
  expect(configure({ users })).toEqual(['setup', 'migrate', expect.stringMatching(/^admin user change-password --username forge-admin /)]);
  // Another's name that contains it does not count.
  expect(configure({ users: users.replace('forge-admin', 'forge-admin2') })[2]).toMatch(/^admin user create/);
});

test('the source of accounts is added once, then updated, and removed when sign-in goes', () => {
  expect(configure({ users }, oauth)[3]).toMatch(
    /^admin auth add-oauth --name keycloak --provider openidConnect --key forgejo --secret s /,
  );
  expect(configure({ users, sources }, oauth)[3]).toMatch(/^admin auth update-oauth --id 7 --name keycloak /);
  expect(configure({ users, sources })[3]).toBe('admin auth delete --id 7');
  expect(configure({ users })).toHaveLength(3);
});
