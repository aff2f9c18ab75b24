import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { gatewayLabels, meshProxy } from '../../parts/mesh-proxy.ts';
import { allowIngress, anyNamespace, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { service } from '../../parts/workload.ts';
import { configOfRelease } from '../../release-images.ts';
import type { Summary } from '../../summary.ts';
import { istioGateway } from '../istio_gateway/battery.ts';
import type { knative } from './battery.ts';
import { localGateway as name, selectorOf } from './names.ts';

const selector = selectorOf('local-gateway');

/** The way to services from inside the cluster, internal ones among them: `http://<service>.<namespace>` leads here. No port of it is open to outside. */
export function localGateway({ namespace, replicas }: ConfigOf<typeof knative>, summary: Summary): Resource[] {
  const { proxyImage } = istioGateway.config.parse(configOfRelease(summary, 'istio_gateway'));
  return [
    serviceAccount({ namespace, name }),
    meshProxy(
      {
        name,
        namespace,
        role: 'router',
        gateway: name,
        selector,
        image: proxyImage,
        replicas,
        ports: [{ name: 'http', containerPort: 8080 }],
      },
      summary,
    ),
    service({
      name,
      namespace,
      selector,
      labels: gatewayLabels(name, 'istio'),
      // Knative asks the pods behind the port of this name whether a route has arrived.
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
    allowIngress(name, namespace, selector, [
      { from: [anyNamespace], ports: [8080] },
      { from: [managedNamespaces], ports: [15_020, 15_090] },
    ]),
    ...(replicas > 1 ? [pdb(name, namespace, selector)] : []),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: {
        gatewayClassName: 'istio',
        // A host name says that the gateway is deployed already, so that Istio makes no second one.
        addresses: [{ type: 'Hostname', value: `${name}.${namespace}.svc.cluster.local` }],
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }],
      },
    },
  ];
}
