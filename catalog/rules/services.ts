import { ingressDomains, subdomains } from '../hosts.ts';
import type { KnativeService } from '../objects/knative-service.ts';
import type { TraditionalService } from '../objects/traditional-service.ts';
import { findBattery } from '../registry.ts';
import { hasBattery, type Owned, type Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';
import { ownSecretIssues } from './secrets.ts';

/** May this service be created (`before` absent) or replace `before`? */
export function checkTraditionalService(summary: Summary, next: TraditionalService, before?: Owned<TraditionalService>): Issue[] {
  const issues: Issue[] = [];
  const others = summary.traditionalServices.filter((service) => service.id !== before?.id);
  if (others.some((service) => service.name === next.name)) issues.push(taken('a service', next.name));
  if (next.name === 'default-deny')
    issues.push({ path: 'name', message: "this name is taken by the namespace's own network policy: choose another name" });
  for (const other of others) {
    const clash = serviceNames(next).find((name) => serviceNames(other).includes(name));
    if (clash && other.name !== next.name)
      issues.push({ path: 'name', message: `the service "${other.name}" also makes the Service "${clash}": choose another name` });
  }
  next.additionalHosts.forEach((host, index) => {
    const owner = others.find((service) => service.additionalHosts.includes(host));
    if (isOfPlatform(summary, host))
      issues.push({
        path: `additionalHosts.${index}`,
        message: `${host} is an address of the installation itself: choose another`,
      });
    if (owner)
      issues.push({
        path: `additionalHosts.${index}`,
        message: `the service "${owner.name}" already answers for ${host}: take it away there or choose another`,
      });
  });
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  if (before && next.kind !== before.kind) issues.push(fixed('kind', before.kind));
  return issues;
}

/** Hosts of batteries, enabled or not, and those that services get by their names: who answers there gets other people's passwords and sessions. */
function isOfPlatform(summary: Summary, host: string): boolean {
  return ingressDomains(summary).some(
    (domain) =>
      Object.values(subdomains).some((sub) => host === `${sub}.${domain}`) ||
      ['webapp', 'knative'].some((sub) => host.endsWith(`.${sub}.${domain}`)),
  );
}

/** May this Knative service be created (`before` absent) or replace `before`? */
export function checkKnativeService(summary: Summary, next: KnativeService, before?: Owned<KnativeService>): Issue[] {
  const issues = ownSecretIssues(next, isKnativeSecret);
  const others = summary.knativeServices.filter((service) => service.id !== before?.id);
  if (others.some((service) => service.name === next.name)) issues.push(taken('a Knative service', next.name));
  if (knativeOwnServices.includes(next.name))
    issues.push({ path: 'name', message: `Knative itself has a Service "${next.name}" in this namespace: choose another name` });
  for (const { name } of others)
    if (isRevisionOf(next.name, name) || isRevisionOf(name, next.name))
      issues.push({
        path: 'name',
        message: `a revision of "${name}" has or could get the same name as one of "${next.name}": choose another name`,
      });
  if (next.requireSignIn)
    for (const type of ['keycloak', 'sso'])
      if (!hasBattery(summary, type))
        issues.push({ path: 'requireSignIn', message: `sign-in needs the battery ${findBattery(type)?.name}: enable it first` });
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  return issues;
}

/** Services beside the users' own, whose names Knative gives to the Services it makes of them (batteries/knative). */
const knativeOwnServices = ['activator-service', 'autoscaler', 'controller', 'knative-local-gateway', 'net-gateway-api-webhook', 'webhook'];

/** Certificates of webhooks, and what sign-ins prove themselves with. */
function isKnativeSecret(name: string): boolean {
  return name.endsWith('webhook-certs') || name.startsWith('oauth2-proxy-');
}

/** Knative numbers the revisions of a service, and makes Services of their names: `shop-00001` and `shop-00001-private`. */
function isRevisionOf(name: string, service: string): boolean {
  return name.startsWith(`${service}-`) && /^-\d{5}(-private)?$/.test(name.slice(service.length));
}

function serviceNames({ name, kind }: TraditionalService): string[] {
  return kind === 'stateful_set' ? [name, `${name}-headless`] : [name];
}
