import { batteryUrl } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import { hasBattery, type Summary } from '../summary.ts';
import type { RouteRule } from './http-route.ts';

/** Realm of the people who use the tools of the platform. */
export const realm = 'home-base';

/** Batteries that cannot ask for a sign-in themselves: the battery sso puts an oauth2-proxy and the mesh's policies in front of them. */
export const proxiedBatteries = ['notebooks', 'vm_agent', 'victoria_metrics'] as const;
export type ProxiedBattery = (typeof proxiedBatteries)[number];

/** Batteries that are a client of the realm: the proxied ones, and those that speak OpenID Connect. */
export const ssoBatteries = [...proxiedBatteries, 'forgejo', 'grafana', 'kiali'] as const;
export type SsoBattery = (typeof ssoBatteries)[number];

const kebab = (type: string) => type.replaceAll('_', '-');

/** Does the battery sign people in? Not before both its own address and Keycloak's are known: a client needs them. */
export function signsIn(summary: Summary, type: SsoBattery): boolean {
  return hasBattery(summary, 'sso') && issuerUrl(summary) !== undefined && batteryUrl(summary, type) !== undefined;
}

/** What tokens of the realm carry as `iss`, and where browsers go; undefined until Keycloak's address is known. */
export function issuerUrl(summary: Summary, of: string = realm): string | undefined {
  const url = batteryUrl(summary, 'keycloak');
  return url && `${url}/realms/${of}`;
}

/** The same realm for pods, by Keycloak's Service: no way out through the gateway, and no certificate to trust (the mesh encrypts). */
export function internalIssuerUrl(summary: Summary, of: string = realm): string {
  return `${keycloakInternalUrl(summary)}/realms/${of}`;
}

export function keycloakInternalUrl(summary: Summary): string {
  return `http://keycloak.${namespacesOf(summary).core}.svc.cluster.local:8080`;
}

/** Endpoints that only servers call, by Keycloak's Service; browsers go to `issuerUrl`'s. */
export function internalEndpoints(summary: Summary, of: string = realm) {
  const base = `${internalIssuerUrl(summary, of)}/protocol/openid-connect`;
  return { token: `${base}/token`, userinfo: `${base}/userinfo`, jwks: `${base}/certs` };
}

/** Id of the battery's client in the realm. */
export function ssoClientId(type: SsoBattery): string {
  return kebab(type);
}

/** Secret in the core namespace with the keys `clientId` and `clientSecret`; another namespace copies them by a recipe (`from: 'secret'`). */
export function ssoClientSecretName(type: SsoBattery): string {
  return `sso-client-${kebab(type)}`;
}

/** The like for the client of a Knative service that requires sign-in; its id is the service's name, in the realm that the service names. */
export function knativeClientSecretName(service: { name: string }): string {
  return `sso-client-knative-${service.name}`;
}

/** Name of the Deployment and Service of a battery's proxy. */
export function oauth2ProxyName(type: ProxiedBattery): string {
  return `oauth2-proxy-${kebab(type)}`;
}

/** Port of the proxy's Service. */
export const oauth2ProxyPort = 80;

/** The proxy stands beside what it protects. */
export function oauth2ProxyNamespace(summary: Summary, type: ProxiedBattery): string {
  const { ai, core } = namespacesOf(summary);
  return type === 'notebooks' ? ai : core;
}

/** Name of the mesh's extension provider that asks the proxy (battery istio lists them, battery sso names them in policies). */
export function extAuthzProvider(type: ProxiedBattery): string {
  return `${kebab(type)}-ext-authz-http`;
}

/** First rule of the battery's HTTPRoute: sign-in and its callback go to the proxy. None without it, so that no route leads nowhere. */
export function signInRules(summary: Summary, type: ProxiedBattery): RouteRule[] {
  if (!signsIn(summary, type)) return [];
  return [
    {
      matches: [{ path: { type: 'PathPrefix', value: '/oauth2' } }],
      backendRefs: [{ name: oauth2ProxyName(type), port: oauth2ProxyPort }],
    },
  ];
}
