import { batteryHosts, batteryUrl } from '../../hosts.ts';
import { signsIn } from '../../parts/sso.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { Database } from './database.ts';

export const httpPort = 3000;
/** SSH inside the pod, which may not listen below 1024. */
export const sshListenPort = 2022;
/** SSH on the gateway, as clone addresses name it: the listener `ssh` of the battery istio_gateway. */
export const sshPort = 22;

/** Secret with the password of the administrator and what Forgejo signs with. */
export const forgejoSecret = 'forgejo';

/** Values of app.ini by section. Forgejo takes them from its environment: `FORGEJO__<section>__<KEY>`. */
function sections(summary: Summary, database: Database): Record<string, Record<string, string>> {
  const [host = 'localhost'] = batteryHosts(summary, 'forgejo');
  const url = batteryUrl(summary, 'forgejo') ?? `http://localhost:${httpPort}`;
  const isSignedIn = signsIn(summary, 'forgejo');
  return {
    cache: { ADAPTER: 'memory', INTERVAL: '60' },
    database: { DB_TYPE: 'postgres', HOST: database.host, NAME: database.name, SSL_MODE: 'require' },
    repository: { ROOT: '/var/lib/gitea/git/repositories' },
    security: { INSTALL_LOCK: 'true' },
    server: {
      DOMAIN: host,
      HTTP_PORT: String(httpPort),
      ROOT_URL: `${url}/`,
      SSH_DOMAIN: host,
      SSH_LISTEN_PORT: String(sshListenPort),
      SSH_PORT: String(sshPort),
      START_SSH_SERVER: 'true',
    },
    // Whoever is not signed in by Keycloak cannot make an account: the administrator does.
    service: isSignedIn
      ? { ALLOW_ONLY_EXTERNAL_REGISTRATION: 'true', DISABLE_REGISTRATION: 'false', SHOW_REGISTRATION_BUTTON: 'false' }
      : { DISABLE_REGISTRATION: 'true' },
    openid: { ENABLE_OPENID_SIGNIN: 'false', ENABLE_OPENID_SIGNUP: 'false' },
    // An account of the same e-mail address is joined only after its password was given.
    ...(isSignedIn && { oauth2_client: { ACCOUNT_LINKING: 'login', ENABLE_AUTO_REGISTRATION: 'true', USERNAME: 'nickname' } }),
    ...(hasBattery(summary, 'victoria_metrics') && { metrics: { ENABLED: 'true' } }),
  };
}

/** Keys of the Secret by the setting that they are for. */
function secretSettings(summary: Summary): Record<string, string> {
  return {
    security__SECRET_KEY: 'secretKey',
    security__INTERNAL_TOKEN: 'internalToken',
    oauth2__JWT_SECRET: 'jwtSecret',
    server__LFS_JWT_SECRET: 'lfsJwtSecret',
    // Metrics are on the same port as the site, so only who knows the token may read them.
    ...(hasBattery(summary, 'victoria_metrics') && { metrics__TOKEN: 'metricsToken' }),
  };
}

export function secretEnv(name: string, secret: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** The environment of everything that runs Forgejo: app.ini is written from it anew at each start, so nothing old stays in it. */
export function forgejoEnv(summary: Summary, database: Database) {
  const plain = Object.entries(sections(summary, database)).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) => ({ name: `FORGEJO__${section}__${key}`, value })),
  );
  return [
    { name: 'GITEA_APP_INI', value: appIni },
    ...plain,
    secretEnv('FORGEJO__database__USER', database.secret, 'username'),
    secretEnv('FORGEJO__database__PASSWD', database.secret, 'password'),
    ...Object.entries(secretSettings(summary)).map(([setting, key]) => secretEnv(`FORGEJO__${setting}`, forgejoSecret, key)),
  ];
}

export const configFolder = '/etc/gitea';
/** In a folder that Forgejo's own start script may make: it insists on being its owner. */
export const appIni = `${configFolder}/conf/app.ini`;
