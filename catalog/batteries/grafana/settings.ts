import type { ConfigOf } from '../../define.ts';
import { batteryUrl } from '../../hosts.ts';
import { internalEndpoints, issuerUrl, signsIn, ssoClientSecretName } from '../../parts/sso.ts';
import type { Summary } from '../../summary.ts';
import type { grafana } from './battery.ts';

type Settings = Record<string, Record<string, string | number | boolean>>;

/** Role by the realm's roles. Keycloak puts them in `realm_access`, or in `roles` where a mapper flattens them. */
const roles = 'not_null(roles, realm_access.roles, `[]`)';
const roleByClaim = `contains(${roles}, 'admin') && 'Admin' || contains(${roles}, 'editor') && 'Editor' || 'Viewer'`;

/** grafana.ini. What is secret comes by environment (`credentialEnv`), which wins over the file. */
export function grafanaIni(config: ConfigOf<typeof grafana>, summary: Summary): string {
  const url = batteryUrl(summary, 'grafana');
  const settings: Settings = {
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false, feedback_links_enabled: false },
    'auth.anonymous': { enabled: config.anonymousViewer, org_role: 'Viewer' },
    ...signIn(summary),
    log: { mode: 'console' },
    paths: { data: '/var/lib/grafana', provisioning: '/etc/grafana/provisioning' },
    // Nothing is fetched from the internet when it starts.
    plugins: { preinstall_disabled: true, plugin_admin_enabled: false },
    security: { disable_gravatar: true, cookie_secure: url?.startsWith('https:') ?? false, cookie_samesite: 'lax' },
    ...(url && { server: { domain: new URL(url).hostname, root_url: url } }),
    users: { allow_sign_up: false, auto_assign_org_role: 'Viewer', default_theme: 'system' },
  };
  return Object.entries(settings)
    .map(
      ([section, values]) =>
        `[${section}]\n${Object.entries(values)
          .map(([key, value]) => `${key} = ${value}\n`)
          .join('')}`,
    )
    .join('\n');
}

/** People sign in at the realm at once; the administrator's own form is at /login?disableAutoLogin. */
function signIn(summary: Summary): Settings {
  if (!signsIn(summary, 'grafana')) return {};
  const { token, userinfo } = internalEndpoints(summary);
  const issuer = issuerUrl(summary);
  return {
    'auth.generic_oauth': {
      enabled: true,
      name: 'Single sign-on',
      auto_login: true,
      allow_sign_up: true,
      use_pkce: true,
      use_refresh_token: true,
      scopes: 'openid email profile offline_access roles',
      auth_url: `${issuer}/protocol/openid-connect/auth`,
      token_url: token,
      api_url: userinfo,
      signout_redirect_url: `${issuer}/protocol/openid-connect/logout`,
      login_attribute_path: 'preferred_username',
      email_attribute_path: 'email',
      name_attribute_path: 'name',
    },
  };
}

const fromSecret = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });

/** Name of the recipe with the administrator's password and the key that data sources' secrets are kept with. */
export const credentials = 'grafana';

export function credentialEnv(summary: Summary): object[] {
  const client = ssoClientSecretName('grafana');
  return [
    fromSecret('GF_SECURITY_ADMIN_USER', credentials, 'admin-user'),
    fromSecret('GF_SECURITY_ADMIN_PASSWORD', credentials, 'admin-password'),
    fromSecret('GF_SECURITY_SECRET_KEY', credentials, 'secret-key'),
    ...(signsIn(summary, 'grafana')
      ? [
          fromSecret('GF_AUTH_GENERIC_OAUTH_CLIENT_ID', client, 'clientId'),
          fromSecret('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', client, 'clientSecret'),
          // By environment, because an ini file takes backticks for quotes.
          { name: 'GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH', value: roleByClaim },
        ]
      : []),
  ];
}

/** The sidecars sign in to tell Grafana of new data sources. */
export const reloadEnv = [fromSecret('REQ_USERNAME', credentials, 'admin-user'), fromSecret('REQ_PASSWORD', credentials, 'admin-password')];
