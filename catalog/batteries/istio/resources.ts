import type { Resource } from '@home-base/schema/kube/resource.ts';

import { istioDashboard } from '../../dashboards/istio.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { denyIngress } from '../../parts/network-policy.ts';
import { storedConfig } from '../../summary.ts';
import { batteryCore } from '../battery_core/battery.ts';
import type { istio } from './battery.ts';
import { cniResources } from './cni.ts';
import { istiodResources } from './istiod.ts';
import { telemetryResources } from './telemetry.ts';
import { tunnelPolicies } from './tunnel.ts';
import { validatorConfiguration } from './validator.ts';
import { ztunnelResources } from './ztunnel.ts';

/**
 * The mesh in ambient mode: istiod tells the proxies, istio-cni takes the pods' traffic into the mesh, ztunnel carries it encrypted. Nothing is
 * injected into pods (docs/decisions/0005-gateways-are-ours.md).
 */
export const istioResources: BatteryGenerator<ConfigOf<typeof istio>> = {
  battery: (config, summary) => {
    const { isolation } = batteryCore.config.parse(storedConfig(summary, 'battery_core'));
    return [
      namespace(config.namespace),
      ...(isolation ? [denyIngress(config.namespace)] : []),
      ...istiodResources(config, summary),
      ...cniResources(config),
      ...ztunnelResources(config, summary),
      ...telemetryResources(config, summary),
      ...tunnelPolicies(summary),
      ...istioDashboard(summary),
      validatorConfiguration(config.namespace),
    ];
  },
};

/** Privileged for istio-cni and ztunnel, which enter the network namespaces of the pods on their node. */
function namespace(name: string): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged', 'pod-security.kubernetes.io/warn': 'privileged' },
    },
  };
}
