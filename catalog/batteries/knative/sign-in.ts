import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { hasTls, knativeHosts, urlOf } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import type { KnativeService } from '../../objects/knative-service.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { restrictedContainer } from '../../parts/security.ts';
import { internalEndpoints, internalIssuerUrl, issuerUrl, knativeClientSecretName } from '../../parts/sso.ts';
import { resources } from '../../parts/workload.ts';
import { configOfRelease } from '../../release-images.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import { sso } from '../sso/battery.ts';
import type { knative } from './battery.ts';

const port = 4180;

/**
 * The proxy that lets nobody through who is not signed in to the service's realm, and the Secret it proves itself with; undefined for a service that
 * asks for no sign-in. Before Keycloak's address is known the proxy is there all the same and lets nobody in: a guarded service never stands open.
 */
export function signIn(
  service: KnativeService,
  { namespace }: ConfigOf<typeof knative>,
  summary: Summary,
): { container: object; secret: Resource } | undefined {
  const { requireSignIn, realm } = service;
  if (!requireSignIn) return undefined;
  if (!realm) throw new Error(`the service "${service.name}" requires a sign-in and names no realm: set realm`);
  for (const type of ['keycloak', 'sso'])
    if (!hasBattery(summary, type))
      throw new Error(`the service "${service.name}" requires a sign-in, which needs the batteries Keycloak and SSO: enable them`);
  const name = `oauth2-proxy-${service.name}`;
  return { container: proxy(service, realm, name, summary), secret: secret(name, namespace, service, summary) };
}

/** The client's own credentials are Keycloak's neighbour's (battery sso makes them in the core namespace); the key of the cookies is made here. */
function secret(name: string, namespace: string, service: KnativeService, summary: Summary): Resource {
  const from = { from: 'secret', namespace: namespacesOf(summary).core, name: knativeClientSecretName(service) } as const;
  return generatedSecret({
    name,
    namespace,
    keys: {
      clientId: { ...from, key: 'clientId' },
      clientSecret: { ...from, key: 'clientSecret' },
      // AES takes 32 bytes.
      cookieSecret: { from: 'random', length: 32, alphabet: 'alphanumeric' },
    },
  });
}

function proxy(service: KnativeService, realm: string, secretName: string, summary: Summary) {
  const [host] = knativeHosts(service, summary);
  const issuer = issuerUrl(summary, realm) ?? internalIssuerUrl(summary, realm);
  const endpoints = internalEndpoints(summary, realm);
  const secretEnv = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secretName, key } } });
  return {
    name: 'proxy',
    image: sso.config.parse(configOfRelease(summary, 'sso')).proxyImage,
    args: [
      `--http-address=0.0.0.0:${port}`,
      `--upstream=http://127.0.0.1:${service.port}`,
      '--provider=oidc',
      `--oidc-issuer-url=${issuer}`,
      // Browsers go to Keycloak's public address, the proxy to its Service.
      '--skip-oidc-discovery',
      `--login-url=${issuer}/protocol/openid-connect/auth`,
      `--redeem-url=${endpoints.token}`,
      `--oidc-jwks-url=${endpoints.jwks}`,
      `--redirect-url=${host ? urlOf(summary, host) : `http://${service.name}`}/oauth2/callback`,
      '--scope=openid email profile',
      '--code-challenge-method=S256',
      '--email-domain=*',
      // Keycloak decides who may have an account.
      '--insecure-oidc-allow-unverified-email',
      '--skip-provider-button',
      '--reverse-proxy',
      '--pass-access-token',
      '--set-xauthrequest',
      `--cookie-secure=${hasTls(summary)}`,
      '--cookie-httponly',
      '--cookie-samesite=lax',
      '--cookie-expire=4h',
      '--cookie-refresh=4m',
      '--silence-ping-logging',
    ],
    env: [
      secretEnv('OAUTH2_PROXY_CLIENT_ID', 'clientId'),
      secretEnv('OAUTH2_PROXY_CLIENT_SECRET', 'clientSecret'),
      secretEnv('OAUTH2_PROXY_COOKIE_SECRET', 'cookieSecret'),
    ],
    ports: [{ containerPort: port }],
    readinessProbe: { httpGet: { path: '/ping', port } },
    resources: resources({ cpu: '10m', memory: '32Mi' }, { cpu: '200m', memory: '128Mi' }),
    securityContext: { ...restrictedContainer, runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
  };
}
