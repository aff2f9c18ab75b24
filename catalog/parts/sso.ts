import { batteryUrl } from '../hosts.ts';
import { namespacesOf } from '../namespaces.ts';
import type { KnativeService } from '../objects/knative-service.ts';

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

/** The like for a Knative service that requires sign-in: its client is in the realm that the service names. */
export function knativeClientSecretName(service: { name: string }): string {
  return `sso-client-${knativeClientId(service)}`;
}

/** Not the bare name: a service may be called like a battery, and its realm may be the platform's. */
export function knativeClientId(service: { name: string }): string {
  return `knative-${service.name}`;
}

/**
 * Does the service ask for a sign-in? From the start, unlike a battery: its proxy lets nobody in before Keycloak's address is known, and needs its
 * client's Secret to run at all.
 */
export function knativeSignsIn(summary: Summary, service: KnativeService): boolean {
  return service.requireSignIn && hasBattery(summary, 'sso') && hasBattery(summary, 'knative');
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

/** Services that the battery's HTTPRoute leads to, and that the mesh's policies therefore protect; in `oauth2ProxyNamespace`. */
export function protectedServices(summary: Summary, type: ProxiedBattery): string[] {
  switch (type) {
    case 'notebooks':
      return summary.notebooks.map(({ name }) => `notebook-${name}`);
    // Names that the VictoriaMetrics operator gives, for the objects main-agent and main-cluster.
    case 'vm_agent':
      return ['vmagent-main-agent'];
    case 'victoria_metrics':
      return ['vmselect-main-cluster-additional-service'];
  }
}
