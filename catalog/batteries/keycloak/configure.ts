import { annotations } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { platformPriority, restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { keycloakInternalUrl, realm } from '../../parts/sso.ts';
import { type SsoClient, ssoClients } from '../../parts/sso-clients.ts';
import { resources } from '../../parts/workload.ts';
import { hasBattery, type Summary, storedConfig } from '../../summary.ts';
import { sso } from '../sso/battery.ts';
import type { keycloak } from './battery.ts';
import { configureFunctions, managedDescription } from './configure-script.ts';

/** Secret with the first administrator and the Job's own client. */
export const administratorSecret = 'keycloak';

const name = 'keycloak-configure';
const selector = { 'battery/app': 'keycloak', 'battery/component': 'configure' };

/**
 * Realms, clients and the second factor, by a Job that runs anew when one of them changes: its pod template carries the hash of the ConfigMap, and a
 * Job's template is immutable, so the agent makes the Job again (docs/decisions/0008-keycloak-configured-by-a-job.md).
 */
export function keycloakConfigure(config: ConfigOf<typeof keycloak>, summary: Summary): Resource[] {
  const namespace = namespacesOf(summary).core;
  const clients = ssoClients(summary);
  return [configMap(name, namespace, files(summary, clients)), job(config, summary, namespace, clients)];
}

function files(summary: Summary, clients: SsoClient[]): Record<string, string> {
  const realms = [realm, ...new Set(clients.map((client) => client.realm).filter((other) => other !== realm))];
  const calls = [
    ...realms.map((one) => `realm ${one}`),
    ...platformRoles.map((role) => `role ${realm} ${role}`),
    ...clients.map((client) => `client ${client.realm} ${client.clientId} ${variableOf(client)}`),
    'remove_others',
    ...secondFactor(summary),
    "echo 'Keycloak is as it should be'",
  ];
  return {
    'configure.sh': `${configureFunctions}\n${calls.join('\n')}\n`,
    ...Object.fromEntries(realms.map((one) => [`realm.${one}.json`, readable(realmBody(one))])),
    ...Object.fromEntries(clients.map((client) => [`client.${client.realm}.${client.clientId}.json`, readable(clientBody(client))])),
  };
}

/** For the person who looks at the ConfigMap. */
function readable(body: object): string {
  return `${JSON.stringify(body, null, 2)}\n`;
}

/** Roles that tools know people by: Grafana's administrators and editors. */
const platformRoles = ['admin', 'editor'];

/** A realm of a Knative service is its owner's to set up; of the platform's we say a little more. */
function realmBody(one: string) {
  return one === realm
    ? { realm: one, enabled: true, displayName: 'Home Base', rememberMe: true, bruteForceProtected: true }
    : { realm: one, enabled: true };
}

/** Fields of Keycloak's ClientRepresentation. Only the code flow: passwords are typed at Keycloak and nowhere else. */
function clientBody({ clientId, name: title, urls, redirectUris, pkce }: SsoClient) {
  return {
    clientId,
    name: title,
    description: managedDescription,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    clientAuthenticatorType: 'client-secret',
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    rootUrl: urls[0],
    baseUrl: urls[0],
    redirectUris,
    webOrigins: urls,
    attributes: {
      'post.logout.redirect.uris': '+',
      ...(pkce && { 'pkce.code.challenge.method': 'S256' }),
    },
    protocolMappers: [rolesMapper],
  };
}

/** The person's roles as the claim `roles`, which tools can read without taking the access token apart. */
const rolesMapper = {
  name: 'roles',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usermodel-realm-role-mapper',
  config: {
    'claim.name': 'roles',
    'jsonType.label': 'String',
    multivalued: 'true',
    'id.token.claim': 'true',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'true',
    'introspection.token.claim': 'true',
  },
};

function secondFactor(summary: Summary): string[] {
  if (!hasBattery(summary, 'sso')) return [];
  const { mfa } = sso.config.parse(storedConfig(summary, 'sso'));
  return [`second_factor ${realm} ${mfa ? 'asked' : 'offered'}`];
}

/** Client ids hold dashes where variables cannot; they hold no underscore, so no two meet. */
function variableOf({ clientId }: SsoClient): string {
  return `SECRET_${clientId.replaceAll('-', '_').toUpperCase()}`;
}

function job(config: ConfigOf<typeof keycloak>, summary: Summary, namespace: string, clients: SsoClient[]): Resource {
  const fromSecret = (variable: string, secret: string, key: string) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: selector, annotations: { [annotations.recreate]: 'true' } },
    spec: {
      // Each pod waits ten minutes for the server, so that its first start may take as long as an hour.
      backoffLimit: 6,
      template: {
        metadata: { labels: selector },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: 'keycloak',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: platformPriority,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { ...restrictedPod, runAsUser: 1000 },
          containers: [
            {
              name: 'configure',
              image: config.image,
              command: ['/bin/bash', '/configure/configure.sh'],
              env: [
                { name: 'KEYCLOAK_URL', value: keycloakInternalUrl(summary) },
                fromSecret('KEYCLOAK_CLIENT_ID', administratorSecret, 'clientId'),
                fromSecret('KC_CLI_CLIENT_SECRET', administratorSecret, 'clientSecret'),
                ...clients.map((client) => fromSecret(variableOf(client), client.secret, 'clientSecret')),
              ],
              resources: resources({ cpu: '100m', memory: '256Mi' }, { cpu: '1', memory: '512Mi' }),
              securityContext: restrictedContainer,
              volumeMounts: [
                { name: 'configure', mountPath: '/configure', readOnly: true },
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            { name: 'configure', configMap: { name } },
            // The session that kcadm keeps between its calls: in memory only.
            { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
          ],
        },
      },
    },
  };
}
