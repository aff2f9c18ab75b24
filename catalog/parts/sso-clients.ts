import { batteryHosts, knativeHosts, urlOf } from '../hosts.ts';
import { getBattery } from '../registry.ts';
import type { Summary } from '../summary.ts';
import {
  knativeClientId,
  knativeClientSecretName,
  knativeSignsIn,
  proxiedBatteries,
  realm,
  type SsoBattery,
  signsIn,
  ssoBatteries,
  ssoClientId,
  ssoClientSecretName,
} from './sso.ts';

/** A client of Keycloak: who may send people there to sign in, and where they may come back to. */
export type SsoClient = {
  realm: string;
  clientId: string;
  /** What people see when they are asked to sign in. */
  name: string;
  /** Secret in the core namespace that holds the client's secret. */
  secret: string;
  /** Its addresses, the main one first; none before they are known, so that nobody can come back yet. */
  urls: string[];
  redirectUris: string[];
  /** True for our proxies, which send a PKCE challenge: then Keycloak insists on it. */
  pkce: boolean;
};

/** Path that the sign-in comes back to. Kiali and Forgejo choose below theirs. */
const callbacks: Record<SsoBattery, string> = {
  forgejo: '/user/oauth2/*',
  grafana: '/login/generic_oauth',
  kiali: '/*',
  notebooks: '/oauth2/callback',
  victoria_metrics: '/oauth2/callback',
  vm_agent: '/oauth2/callback',
};

/** Every client that the installation needs; none without the battery sso. */
export function ssoClients(summary: Summary): SsoClient[] {
  const ofBatteries = ssoBatteries
    .filter((type) => signsIn(summary, type))
    .map((type): SsoClient => {
      const urls = batteryHosts(summary, type).map((host) => urlOf(summary, host));
      return {
        realm,
        clientId: ssoClientId(type),
        name: getBattery(type).name,
        secret: ssoClientSecretName(type),
        urls,
        redirectUris: urls.map((url) => `${url}${callbacks[type]}`),
        pkce: proxiedBatteries.some((proxied) => proxied === type),
      };
    });
  const ofServices = summary.knativeServices
    .filter((service) => knativeSignsIn(summary, service))
    .map((service): SsoClient => {
      const urls = knativeHosts(service, summary).map((host) => urlOf(summary, host));
      return {
        realm: service.realm ?? realm,
        clientId: knativeClientId(service),
        name: service.name,
        secret: knativeClientSecretName(service),
        urls,
        redirectUris: urls.map((url) => `${url}/oauth2/callback`),
        pkce: true,
      };
    });
  return [...ofBatteries, ...ofServices];
}
