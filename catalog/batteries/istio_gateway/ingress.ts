import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { hasTls } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { autoscaler } from '../../parts/autoscaler.ts';
import { gatewayName as name, sshListener } from '../../parts/gateway.ts';
import { gatewayLabels, meshProxy } from '../../parts/mesh-proxy.ts';
import { allowIngress, managedNamespaces, podPeer } from '../../parts/network-policy.ts';
import { nlbAnnotations } from '../../parts/nlb.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { istioGateway } from './battery.ts';

type Config = ConfigOf<typeof istioGateway>;

const selector = { 'battery/app': 'istio-gateway', 'battery/component': 'ingress' };

/** The pods that end connections from outside, and the load balancer before them. Its address is where all host names lead. */
export function ingressResources(config: Config, summary: Summary): Resource[] {
  const { istio: namespace } = namespacesOf(summary);
  const { minReplicas, maxReplicas, proxyImage } = config;
  const open = ports(summary);
  return [
    serviceAccount({ namespace, name }, false),
    meshProxy(
      {
        name,
        namespace,
        role: 'router',
        gateway: name,
        selector,
        // As the names in Istio's own installation, by which Kiali finds it.
        podLabels: { app: name, istio: 'ingressgateway' },
        image: proxyImage,
        replicas: 'autoscaled',
        ports: open.map(({ name: port, targetPort }) => ({ name: port, containerPort: targetPort })),
      },
      summary,
    ),
    loadBalancer(config, summary),
    autoscaler(name, namespace, { min: minReplicas, max: maxReplicas }),
    ...(minReplicas > 1 ? [pdb(name, namespace, selector)] : []),
    allowIngress(name, namespace, selector, [
      // From outside, and load balancers ask for its health.
      { ports: [...open.map(({ targetPort }) => targetPort), 15_021] },
      { from: [managedNamespaces], ports: [15_020, 15_090] },
    ]),
    ...acmeSolver(namespace, summary),
  ];
}

/** Pods listen above 1024, so that they need no right to listen below. HTTPS and SSH are open only when something answers. */
function ports(summary: Summary) {
  return [
    { name: 'http2', port: 80, targetPort: 8080 },
    ...(hasTls(summary) ? [{ name: 'https', port: 443, targetPort: 8443 }] : []),
    ...(hasBattery(summary, 'forgejo') ? [{ name: sshListener, port: 22, targetPort: 2222 }] : []),
  ];
}

function loadBalancer(config: Config, summary: Summary): Resource {
  const made = service({
    name,
    namespace: namespacesOf(summary).istio,
    selector,
    labels: gatewayLabels(name, 'istio'),
    ports: ports(summary),
    spec: { type: 'LoadBalancer' },
  });
  if (!hasBattery(summary, 'aws_load_balancer_controller')) return made;
  return { ...made, metadata: { ...made.metadata, annotations: networkLoadBalancer(config, summary) } };
}

/** `external` keeps the cloud's own controller from making a second one. */
function networkLoadBalancer({ scheme }: Config, summary: Summary): Record<string, string> {
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer';
  const { [`${prefix}-eip-allocations`]: addresses, ...annotations } = nlbAnnotations(summary);
  return {
    ...annotations,
    [`${prefix}-type`]: 'external',
    [`${prefix}-scheme`]: scheme,
    // Addresses of the internet have no place before an internal one.
    ...(addresses && scheme === 'internet-facing' && { [`${prefix}-eip-allocations`]: addresses }),
    [`${prefix}-healthcheck-protocol`]: 'http',
    [`${prefix}-healthcheck-port`]: '15021',
    [`${prefix}-healthcheck-path`]: '/healthz/ready',
  };
}

/** The pods by which cert-manager proves that a host name is ours; they stand where the certificates are. */
function acmeSolver(namespace: string, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'cert_manager')) return [];
  return [
    allowIngress('acme-solver', namespace, { 'acme.cert-manager.io/http01-solver': 'true' }, [
      { from: [podPeer(selector)], ports: [8089] },
    ]),
  ];
}
