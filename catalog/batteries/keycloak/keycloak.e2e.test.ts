import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render } from '../../materialize.ts';
import { batteryTypes } from '../../registry.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { administrator, type Keycloak, runScript, signIn, startKeycloak } from '../../testing/keycloak.ts';
import { managedDescription } from './configure-script.ts';

const home = process.env.HOME_BASE_KEYCLOAK;
if (!home) console.warn('NOT RUN: the Job that configures Keycloak, because HOME_BASE_KEYCLOAK names no unpacked Keycloak 26.4');

const publicUrl = 'http://keycloak.10-1-2-3.sslip.io';
const Job = z.object({
  template: z.object({
    spec: z.object({
      containers: z.tuple([
        z.object({
          env: z.array(
            z.object({
              name: z.string(),
              valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }).optional(),
            }),
          ),
        }),
      ]),
    }),
  }),
});
const Clients = z.array(
  z.looseObject({ id: z.string(), clientId: z.string(), secret: z.string().optional(), redirectUris: z.array(z.string()) }),
);

/** The Job's ConfigMap and environment; each client's secret is the name of its Secret, without what a real one never holds. */
function rendered(without: string[] = [], mfa = true) {
  const { resources } = render({
    summary: kitchenSink({
      usage: 'production',
      provider: 'kind',
      size: 'tiny',
      batteries: batteryTypes.filter((type) => !without.includes(type) && !['karpenter', 'aws_load_balancer_controller'].includes(type)),
      config: { sso: { mfa } },
    }),
  });
  const find = (kind: string) => resources.find((one) => one.kind === kind && one.metadata.name === 'keycloak-configure');
  const files = z.record(z.string(), z.string()).parse(find('ConfigMap')?.data);
  const env = Job.parse(find('Job')?.spec).template.spec.containers[0].env.flatMap(({ name, valueFrom }) =>
    valueFrom && name.startsWith('SECRET_') ? [[name, valueFrom.secretKeyRef.name.replaceAll('-', '')]] : [],
  );
  return { files, env: Object.fromEntries(env) as Record<string, string> };
}

describe.skipIf(!home)('the script of the Job, against a real Keycloak', { timeout: 600_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-keycloak-'));
  let keycloak: Keycloak;
  beforeAll(async () => {
    keycloak = await startKeycloak(home ?? '', join(dir, 'keycloak.log'), publicUrl);
  });
  afterAll(async () => {
    await keycloak?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function configure(wanted: ReturnType<typeof rendered>): Promise<string> {
    const files = mkdtempSync(join(dir, 'files-'));
    for (const [name, text] of Object.entries(wanted.files)) writeFileSync(join(files, name), text);
    return runScript(home ?? '', join(files, 'configure.sh'), {
      ...wanted.env,
      CONFIGURE_FILES: files,
      TMPDIR: files,
      TRIES: '1',
      KEYCLOAK_URL: keycloak.url,
      KEYCLOAK_CLIENT_ID: administrator.clientId,
      KC_CLI_CLIENT_SECRET: administrator.clientSecret,
    });
  }
  async function state() {
    const ofRealm = async (realm: string) => ({
      realm: await keycloak.api(`/${realm}`),
      clients: await keycloak.api(`/${realm}/clients`),
      roles: await keycloak.api(`/${realm}/roles`),
      steps: await keycloak.api(`/${realm}/authentication/flows/browser/executions`),
      actions: await keycloak.api(`/${realm}/authentication/required-actions`),
    });
    return { platform: await ofRealm('home-base'), customers: await ofRealm('customers'), master: await ofRealm('master') };
  }
  const clientsOf = async (realm: string) => Clients.parse(await keycloak.api(`/${realm}/clients`));

  const addPerson = (username: string) =>
    keycloak.api('/home-base/users', {
      method: 'POST',
      body: JSON.stringify({
        username,
        enabled: true,
        email: `${username}@example.com`,
        emailVerified: true,
        firstName: username,
        lastName: 'Example',
        credentials: [{ type: 'password', value: 'made-in-a-test' }],
      }),
    });

  it('makes realms, roles and clients with their secrets and addresses, and a second run changes nothing', async () => {
    expect(await configure(rendered())).toContain('Keycloak is as it should be');
    const first = await state();
    expect(first.platform.realm).toMatchObject({ realm: 'home-base', enabled: true, bruteForceProtected: true });
    expect(
      z
        .array(z.object({ name: z.string() }))
        .parse(first.platform.roles)
        .map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['admin', 'editor']));
    const made = (await clientsOf('home-base')).filter(({ description }) => description === managedDescription);
    expect(Object.fromEntries(made.map(({ clientId, secret, redirectUris }) => [clientId, [secret, ...redirectUris]]))).toEqual({
      forgejo: ['ssoclientforgejo', 'http://forgejo.10-1-2-3.sslip.io/user/oauth2/*'],
      grafana: ['ssoclientgrafana', 'http://grafana.10-1-2-3.sslip.io/login/generic_oauth'],
      kiali: ['ssoclientkiali', 'http://kiali.10-1-2-3.sslip.io/*'],
      notebooks: ['ssoclientnotebooks', 'http://notebooks.10-1-2-3.sslip.io/oauth2/callback'],
      'victoria-metrics': ['ssoclientvictoriametrics', 'http://vmselect.10-1-2-3.sslip.io/oauth2/callback'],
      'vm-agent': ['ssoclientvmagent', 'http://vmagent.10-1-2-3.sslip.io/oauth2/callback'],
    });
    for (const client of made)
      expect(client).toMatchObject({
        publicClient: false,
        standardFlowEnabled: true,
        implicitFlowEnabled: false,
        directAccessGrantsEnabled: false,
      });
    expect((await clientsOf('customers')).find(({ clientId }) => clientId === 'knative-guarded')).toMatchObject({
      secret: 'ssoclientknativeguarded',
      redirectUris: ['http://guarded.knative.10-1-2-3.sslip.io/oauth2/callback'],
    });
    expect(first.platform.actions).toContainEqual(expect.objectContaining({ alias: 'CONFIGURE_TOTP', enabled: true, defaultAction: true }));

    await configure(rendered());
    expect(await state()).toEqual(first);
  });

  it('leads whoever has no second factor to set one up instead of locking them out, and asks for none without it', async () => {
    await addPerson('ada');
    const grafana = { id: 'grafana', redirect: 'http://grafana.10-1-2-3.sslip.io/login/generic_oauth' };
    expect(await signIn(keycloak.url, 'home-base', grafana, 'ada', 'made-in-a-test')).toMatch(
      /\/login-actions\/required-action\?execution=CONFIGURE_TOTP/,
    );
    await configure(rendered([], false));
    await addPerson('bob');
    expect(await signIn(keycloak.url, 'home-base', grafana, 'bob', 'made-in-a-test')).toMatch(/^http:\/\/grafana\..*[?&]code=/);
    // A client may come back to its own addresses only.
    await expect(
      signIn(keycloak.url, 'home-base', { ...grafana, redirect: 'http://evil.example/login/generic_oauth' }, 'bob', 'made-in-a-test'),
    ).rejects.toThrow(/400/);
  });

  it('keeps what people changed, and takes away the client of a battery that is gone', async () => {
    const find = async (id: string) => (await clientsOf('home-base')).find(({ clientId }) => clientId === id);
    const kiali = await find('kiali');
    await keycloak.api(`/home-base/clients`, { method: 'POST', body: JSON.stringify({ clientId: 'of-a-person', enabled: true }) });
    await keycloak.api('/home-base', { method: 'PUT', body: JSON.stringify({ realm: 'home-base', loginTheme: 'keycloak' }) });
    expect(await configure(rendered(['grafana', 'kiali', 'loki', 'promtail'], false))).toContain(
      'removing the client kiali of the realm home-base',
    );
    expect(kiali).toBeDefined();
    expect(await find('kiali')).toBeUndefined();
    expect(await find('grafana')).toBeUndefined();
    expect(await find('of-a-person')).toBeDefined();
    expect(await find('forgejo')).toBeDefined();
    expect(await keycloak.api('/home-base')).toMatchObject({ loginTheme: 'keycloak' });
  });
});
