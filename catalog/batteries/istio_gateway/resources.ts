import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { knativeHosts } from '../../hosts.ts';
import { certificates } from '../../parts/gateway.ts';
import type { istioGateway } from './battery.ts';
import { gateway } from './gateway.ts';
import { ingressResources } from './ingress.ts';
import { waypointResources } from './waypoint.ts';

/** The gateway and its pods, and waypoints. A certificate of a Knative service belongs to the service, so that one with a bad host fails alone. */
export const istioGatewayResources: BatteryGenerator<ConfigOf<typeof istioGateway>> = {
  battery: (config, summary) => [...ingressResources(config, summary), gateway(summary), ...waypointResources(config, summary)],
  objects: {
    knativeServices: (service, _config, summary) => certificates(`knative-${service.name}`, knativeHosts(service, summary), summary),
  },
};
