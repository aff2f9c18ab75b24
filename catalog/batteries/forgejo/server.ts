import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { restrictedPod } from '../../parts/security.ts';
import { internalIssuerUrl, signsIn, ssoClientSecretName } from '../../parts/sso.ts';
import { resources, statefulSet } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { forgejo } from './battery.ts';
import type { Database } from './database.ts';
import { appIni, configFolder, forgejoEnv, forgejoSecret, httpPort, secretEnv, sshListenPort } from './settings.ts';

export const name = 'forgejo';
export const selector = { 'battery/app': 'forgejo', 'battery/component': 'server' };

/** One pod, because repositories lie on one volume. An init container brings the database to what the settings say before the server starts. */
export function forgejoServer(config: ConfigOf<typeof forgejo>, database: Database, summary: Summary): Resource {
  const { core: namespace } = namespacesOf(summary);
  const base = {
    image: config.image,
    env: forgejoEnv(summary, database),
    resources: resources({ cpu: '100m', memory: '256Mi' }, { cpu: '2', memory: '2Gi' }),
    volumeMounts: [
      { name: 'data', mountPath: '/var/lib/gitea' },
      { name: 'config', mountPath: configFolder },
      { name: 'scratch', mountPath: '/tmp' },
    ],
  };
  // Also says no while the database is away: then there is no use in requests, nor in a restart.
  const ready = { httpGet: { path: '/api/healthz', port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 };
  return statefulSet({
    name,
    namespace,
    selector,
    account: name,
    serviceName: 'forgejo-http',
    containers: [
      {
        name: 'forgejo',
        ...base,
        ports: [
          { name: 'http', containerPort: httpPort },
          { name: 'ssh', containerPort: sshListenPort },
        ],
        startupProbe: { ...ready, failureThreshold: 30 },
        readinessProbe: { ...ready, failureThreshold: 3 },
        livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
      },
    ],
    pod: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 60,
      securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, fsGroupChangePolicy: 'OnRootMismatch' },
      initContainers: [
        {
          name: 'configure',
          ...base,
          command: ['/bin/bash', '-c', configureScript],
          env: [
            ...base.env,
            secretEnv('ADMIN_USERNAME', forgejoSecret, 'username'),
            secretEnv('ADMIN_PASSWORD', forgejoSecret, 'password'),
            ...signIn(summary),
          ],
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        },
      ],
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: name } },
        { name: 'config', emptyDir: {} },
        { name: 'scratch', emptyDir: {} },
      ],
    },
  });
}

/** Keycloak as a source of accounts. Its discovery is read by its Service; browsers are sent to the address in it. */
function signIn(summary: Summary) {
  if (!signsIn(summary, 'forgejo')) return [];
  const secret = ssoClientSecretName('forgejo');
  return [
    { name: 'OAUTH_DISCOVERY', value: `${internalIssuerUrl(summary)}/.well-known/openid-configuration` },
    secretEnv('OAUTH_CLIENT_ID', secret, 'clientId'),
    secretEnv('OAUTH_CLIENT_SECRET', secret, 'clientSecret'),
  ];
}

/**
 * Writes app.ini, brings the database's tables to this version, makes the administrator or sets the password of the Secret again, and adds, updates or
 * removes the source "keycloak". Running it again changes nothing.
 */
const configureScript = `set -euo pipefail
docker-setup.sh
forgejo() { /usr/local/bin/gitea -c ${appIni} "$@"; }
forgejo migrate
if forgejo admin user list | awk -v name="$ADMIN_USERNAME" 'NR > 1 && $2 == name { found = 1 } END { exit !found }'; then
  forgejo admin user change-password --username "$ADMIN_USERNAME" --password "$ADMIN_PASSWORD" --must-change-password=false
else
  forgejo admin user create --admin --username "$ADMIN_USERNAME" --password "$ADMIN_PASSWORD" \\
    --email "$ADMIN_USERNAME@noreply.localhost" --must-change-password=false
fi
known=$(forgejo admin auth list | awk '$2 == "keycloak" { print $1 }')
if [ -n "\${OAUTH_DISCOVERY:-}" ]; then
  set -- --name keycloak --provider openidConnect --key "$OAUTH_CLIENT_ID" --secret "$OAUTH_CLIENT_SECRET" \\
    --auto-discover-url "$OAUTH_DISCOVERY" --scopes email --scopes profile
  if [ -n "$known" ]; then
    forgejo admin auth update-oauth --id "$known" "$@"
  else
    forgejo admin auth add-oauth "$@"
  fi
elif [ -n "$known" ]; then
  forgejo admin auth delete --id "$known" || echo 'accounts still belong to the source "keycloak": it stays'
fi
`;
