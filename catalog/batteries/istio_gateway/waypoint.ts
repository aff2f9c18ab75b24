import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { hbonePort, waypointName as name, waypointNamespaces } from '../../parts/mesh.ts';
import { gatewayLabels, meshProxy } from '../../parts/mesh-proxy.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { istioGateway } from './battery.ts';

type Config = ConfigOf<typeof istioGateway>;

const selector = { 'battery/app': 'istio-gateway', 'battery/component': 'waypoint' };
/** Without it istiod would look for a waypoint in front of the waypoint. */
const isWaypoint = { 'gateway.istio.io/managed': 'istio.io-mesh-controller' };

/** With Keycloak: proxies inside the mesh that ask for sign-in before a request reaches a service. */
export function waypointResources(config: Config, summary: Summary): Resource[] {
  return waypointNamespaces(summary).flatMap((namespace) => waypoint(namespace, config, summary));
}

function waypoint(namespace: string, { proxyImage, waypointReplicas }: Config, summary: Summary): Resource[] {
  return [
    serviceAccount({ namespace, name }, false),
    meshProxy(
      {
        name,
        namespace,
        role: 'waypoint',
        gateway: name,
        selector,
        podLabels: isWaypoint,
        image: proxyImage,
        replicas: waypointReplicas,
        ports: [{ name: 'mesh', containerPort: hbonePort }],
      },
      summary,
    ),
    service({
      name,
      namespace,
      selector,
      labels: { ...gatewayLabels(name, 'istio-waypoint'), ...isWaypoint },
      ports: [{ name: 'mesh', port: hbonePort, appProtocol: 'hbone' }],
    }),
    ...(waypointReplicas > 1 ? [pdb(name, namespace, selector)] : []),
    // The tunnel is open for all pods of the namespace (batteries/istio/tunnel.ts).
    allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [15_020, 15_090] }]),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace, labels: { 'istio.io/waypoint-for': 'all' } },
      spec: {
        gatewayClassName: 'istio-waypoint',
        addresses: [{ type: 'Hostname', value: `${name}.${namespace}.svc.cluster.local` }],
        listeners: [{ name: 'mesh', port: hbonePort, protocol: 'HBONE' }],
      },
    },
  ];
}
