import type { Resource } from '@home-base/schema/kube/resource.ts';
import { hbonePort, meshNamespaces } from '../../parts/mesh.ts';
import { allowIngress, anyNamespace } from '../../parts/network-policy.ts';
import type { Summary } from '../../summary.ts';

/** Addresses that istio-cni gives the kubelet's probes on their way into a pod of the mesh, so that they pass by ztunnel. */
const probes = ['169.254.7.127/32', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'];

/**
 * In namespaces that let nothing in by default, the mesh's tunnel and the kubelet's probes must pass
 * (https://istio.io/latest/docs/ambient/usage/networkpolicy). What goes through the tunnel is judged by mesh-isolation.ts.
 */
export function tunnelPolicies(summary: Summary): Resource[] {
  return meshNamespaces(summary).map((namespace) =>
    allowIngress('mesh', namespace, {}, [
      { from: [anyNamespace], ports: [hbonePort] },
      { from: probes.map((cidr) => ({ ipBlock: { cidr } })) },
    ]),
  );
}
