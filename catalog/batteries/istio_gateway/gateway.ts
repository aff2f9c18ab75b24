import type { Resource } from '@home-base/schema/kube/resource.ts';
import { knativeHosts } from '../../hosts.ts';
import { allowedRoutes, gatewayName, gatewayOf, httpListener, httpsListeners, sshListener } from '../../parts/gateway.ts';
import { hasBattery, type Summary } from '../../summary.ts';

/** The Gateway API takes 64 listeners. Knative hosts beyond that are served by plain HTTP. */
const mostListeners = 64;

/**
 * What everybody comes in by: plain HTTP, SSH for Forgejo, and HTTPS for Knative, whose controller hangs its routes on this one Gateway. HTTPS of
 * batteries and web services comes with their routes (parts/http-route.ts).
 */
export function gateway(summary: Summary): Resource {
  const from = allowedRoutes(summary);
  const listeners = [
    { name: httpListener, port: 80, protocol: 'HTTP', allowedRoutes: from },
    ...(hasBattery(summary, 'forgejo') ? [{ name: sshListener, port: 22, protocol: 'TCP', allowedRoutes: from }] : []),
    ...(hasBattery(summary, 'knative')
      ? summary.knativeServices.flatMap((service) => httpsListeners(`knative-${service.name}`, knativeHosts(service, summary), summary))
      : []),
  ];
  return gatewayOf(gatewayName, listeners.slice(0, mostListeners), summary);
}
