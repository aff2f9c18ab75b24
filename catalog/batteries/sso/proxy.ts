import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { hasTls } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { restrictedPod } from '../../parts/security.ts';
import {
  internalEndpoints,
  issuerUrl,
  oauth2ProxyName,
  oauth2ProxyNamespace,
  oauth2ProxyPort,
  type ProxiedBattery,
  ssoClientSecretName,
} from '../../parts/sso.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { sso } from './battery.ts';

/**
 * oauth2-proxy in front of one battery. It serves no page of the battery's: the mesh asks it about each request, and it answers 200, or sends the
 * browser to Keycloak.
 */
export function proxy(type: ProxiedBattery, config: ConfigOf<typeof sso>, summary: Summary): Resource[] {
  const name = oauth2ProxyName(type);
  const namespace = oauth2ProxyNamespace(summary, type);
  const selector = { 'battery/app': name, 'battery/component': 'oauth2-proxy' };
  const { core } = namespacesOf(summary);
  const copied = (key: string) => ({ from: 'secret' as const, namespace: core, name: ssoClientSecretName(type), key });
  return [
    serviceAccount({ namespace, name }, false),
    generatedSecret({
      name,
      namespace,
      keys: {
        clientId: copied('clientId'),
        clientSecret: copied('clientSecret'),
        // The proxy reads base64: 43 characters are 32 bytes, AES-256 for the session that the cookie holds.
        cookieSecret: { from: 'random', length: 43, alphabet: 'base64url' },
      },
    }),
    deployment({
      name,
      namespace,
      selector,
      account: name,
      replicas: config.replicas,
      pod: { automountServiceAccountToken: false, securityContext: { ...restrictedPod, runAsUser: 2000, runAsGroup: 2000 } },
      containers: [
        {
          name: 'oauth2-proxy',
          image: config.proxyImage,
          args: args(summary),
          env: Object.entries({ CLIENT_ID: 'clientId', CLIENT_SECRET: 'clientSecret', COOKIE_SECRET: 'cookieSecret' }).map(
            ([variable, key]) => ({ name: `OAUTH2_PROXY_${variable}`, valueFrom: { secretKeyRef: { name, key } } }),
          ),
          ports: [{ name: 'http', containerPort: 4180 }],
          livenessProbe: { httpGet: { path: '/ping', port: 'http' }, periodSeconds: 10, timeoutSeconds: 3 },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10, timeoutSeconds: 3 },
          resources: resources({ cpu: '10m', memory: '32Mi' }, { cpu: '200m', memory: '128Mi' }),
        },
      ],
    }),
    service({ name, namespace, selector, ports: [{ name: 'http', port: oauth2ProxyPort }] }),
    // The gateway, for /oauth2, and the waypoints, for everything else.
    allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [4180] }]),
    ...(config.replicas > 1 ? [pdb(name, namespace, selector)] : []),
  ];
}

/**
 * Options of oauth2-proxy 7.13. The browser is sent to Keycloak's public address; the proxy itself talks to the Service, where the mesh encrypts, so
 * no certificate has to be trusted blindly. The way back is the host that was asked for: Keycloak takes only those it knows.
 */
function args(summary: Summary): string[] {
  const issuer = issuerUrl(summary);
  if (!issuer) throw new Error("there is no proxy before Keycloak's address is known");
  const { token, userinfo, jwks } = internalEndpoints(summary);
  return [
    '--http-address=0.0.0.0:4180',
    '--reverse-proxy=true',
    '--upstream=static://200',
    '--provider=oidc',
    `--oidc-issuer-url=${issuer}`,
    '--skip-oidc-discovery=true',
    `--login-url=${issuer}/protocol/openid-connect/auth`,
    `--redeem-url=${token}`,
    `--profile-url=${userinfo}`,
    `--oidc-jwks-url=${jwks}`,
    '--scope=openid email profile',
    '--code-challenge-method=S256',
    '--skip-provider-button=true',
    // Whoever is in the realm may come in. People are added there by an administrator, who answers for their addresses.
    '--email-domain=*',
    '--insecure-oidc-allow-unverified-email=true',
    '--set-xauthrequest=true',
    `--cookie-secure=${hasTls(summary)}`,
    '--cookie-httponly=true',
    '--cookie-samesite=lax',
    '--cookie-expire=4h0m0s',
    '--cookie-refresh=4m0s',
  ];
}
