import { certManager } from './batteries/cert_manager/battery.ts';
import { istioGateway } from './batteries/istio_gateway/battery.ts';
import type { KnativeService } from './objects/knative-service.ts';
import type { TraditionalService } from './objects/traditional-service.ts';
import { hasBattery, type Summary, storedConfig } from './summary.ts';

/** First label of the host names of batteries that people open in a browser (reference/catalog.md 5.8). */
export const subdomains = {
  forgejo: 'forgejo',
  grafana: 'grafana',
  keycloak: 'keycloak',
  kiali: 'kiali',
  notebooks: 'notebooks',
  victoria_metrics: 'vmselect',
  vm_agent: 'vmagent',
} as const;
export type HostedBattery = keyof typeof subdomains;

/** A load balancer has an address or a few; each host name of the installation is made once for every one of them. */
export const mostIngressAddresses = 16;

/** The ClusterIssuer that signs the certificates of host names. */
export const ingressIssuer = 'lets-encrypt';

export function isHosted(type: string): type is HostedBattery {
  return Object.hasOwn(subdomains, type);
}

/**
 * Host names that end in what the gateway answers for: the gateway's own `domain` when it is set, else one a known IPv4 address, through sslip.io
 * (which answers `a-b-c-d` with a.b.c.d). Empty without the battery istio_gateway or until an address is known: before that no name would lead here.
 */
export function hostsOf(summary: Summary, sub: string): string[] {
  return ingressDomains(summary).map((domain) => `${sub}.${domain}`);
}

/** What host names end in; see `hostsOf`. */
export function ingressDomains(summary: Summary): string[] {
  if (!hasBattery(summary, 'istio_gateway')) return [];
  const { domain } = istioGateway.config.parse(storedConfig(summary, 'istio_gateway'));
  const { ingressAddresses } = summary.facts;
  if (domain) return ingressAddresses.length > 0 ? [domain] : [];
  return ingressAddresses
    .filter((address) => /^\d+(\.\d+){3}$/.test(address))
    .slice(0, mostIngressAddresses)
    .map((address) => `${address.replaceAll('.', '-')}.sslip.io`);
}

/** Port that a web service answers HTTP on, for its route; a service without one has none. */
export function routedPort({ internal, ports }: TraditionalService): number | undefined {
  return internal ? undefined : ports.find(({ protocol }) => protocol !== 'tcp')?.number;
}

/** Host names of a web service: `<name>.webapp.…`, then its own ones; empty for an internal one and for one that answers no HTTP. */
export function serviceHosts(service: TraditionalService, summary: Summary): string[] {
  if (routedPort(service) === undefined || !hasBattery(summary, 'istio_gateway') || summary.facts.ingressAddresses.length === 0) return [];
  return [...hostsOf(summary, `${service.name}.webapp`), ...service.additionalHosts];
}

/** The host name of a Knative service, as its domain template makes it: `<name>.knative.…`. Knative makes one, of the first domain; none for an internal one. */
export function knativeHosts(service: KnativeService, summary: Summary): string[] {
  return service.internal ? [] : hostsOf(summary, `${service.name}.knative`).slice(0, 1);
}

export function batteryHosts(summary: Summary, type: HostedBattery): string[] {
  return hasBattery(summary, type) ? hostsOf(summary, subdomains[type]) : [];
}

/**
 * Does the gateway end TLS? With cert_manager and an address for Let's Encrypt, except on kind, whose names no public authority can check
 * (reference/catalog.md 2.36, SSL), and not before the authority is ready: a listener without a certificate answers nobody (defect D8).
 */
export function hasTls(summary: Summary): boolean {
  if (!hasBattery(summary, 'cert_manager') || summary.installation.provider === 'kind') return false;
  const { email } = certManager.config.parse(storedConfig(summary, 'cert_manager'));
  return email !== '' && summary.facts.readyIssuers.includes(ingressIssuer);
}

/** Where a person opens the battery; undefined until its host name is known. */
export function batteryUrl(summary: Summary, type: HostedBattery): string | undefined {
  const [host] = batteryHosts(summary, type);
  return host && urlOf(summary, host);
}

export function urlOf(summary: Summary, host: string): string {
  return `${hasTls(summary) ? 'https' : 'http'}://${host}`;
}
