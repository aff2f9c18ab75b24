import type { Live } from '../kube/answer.ts';
import { digList, digText } from '../kube/json.ts';
import { conditionsOf, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

export function persistentVolumeClaim(live: Live): Health {
  const phase = digText(live, 'status', 'phase');
  if (phase === 'Lost') return degraded('its volume is lost');
  if (phase !== 'Bound')
    return progressing('no volume is bound to it yet; a class that waits for the first consumer binds with the first pod');
  const resizing = conditionsOf(live).find(
    (condition) =>
      ['Resizing', 'FileSystemResizePending', 'ControllerResizeError', 'NodeResizeError'].includes(condition.type) &&
      condition.status === 'True',
  );
  if (!resizing) return healthy;
  return resizing.type.endsWith('Error') ? degraded(saying(resizing)) : progressing(saying(resizing));
}

export function service(live: Live): Health {
  if (digText(live, 'spec', 'type') !== 'LoadBalancer') return healthy;
  return loadBalancerAddresses(live).length > 0 ? healthy : progressing('waits for an address of a load balancer');
}

/** IPs and host names that a load balancer gave to a Service. */
export function loadBalancerAddresses(live: Live): string[] {
  return digList(live, 'status', 'loadBalancer', 'ingress')
    .map((ingress) => digText(ingress, 'ip') || digText(ingress, 'hostname'))
    .filter(Boolean);
}
