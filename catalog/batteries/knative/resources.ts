import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { meshLabels } from '../../parts/mesh.ts';
import { allowIngress, denyIngress, namespacePeer } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { type Summary, storedConfig } from '../../summary.ts';
import { batteryCore } from '../battery_core/battery.ts';
import type { knative } from './battery.ts';
import { controlPlane } from './control-plane.ts';
import { localGateway } from './local-gateway.ts';
import { activatorAccount, controllerAccount, selectorOf } from './names.ts';
import { activatorClusterRules, activatorRules, controllerRules, ownSecretRules } from './rules.ts';
import { knativeServiceResources } from './service.ts';
import { settings } from './settings.ts';
import { webhookResources } from './webhooks.ts';

type Config = ConfigOf<typeof knative>;

/** Knative Serving 1.23 with the Gateway API, without its operator. Definitions are upstream's, of the same release (defect D2). */
export const knativeResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const { namespace } = config;
    const controller = { namespace, name: controllerAccount };
    const activator = { namespace, name: activatorAccount };
    return [
      namespaceOf(config, summary),
      ...isolation(config, summary),
      serviceAccount(controller),
      serviceAccount(activator),
      ...clusterGrant('knative-serving-controller', controller, controllerRules),
      ...namespaceGrant('knative-serving-secrets', controller, ownSecretRules),
      ...clusterGrant('knative-serving-activator', activator, activatorClusterRules),
      ...namespaceGrant('knative-serving-activator', activator, activatorRules),
      ...settings(config, summary),
      ...controlPlane(config),
      ...localGateway(config, summary),
      ...webhookResources(namespace),
      {
        // Where an image cache is installed, it brings the image that is in every pod to every node.
        apiVersion: 'caching.internal.knative.dev/v1alpha1',
        kind: 'Image',
        metadata: { name: 'queue-proxy', namespace },
        spec: { image: config.queueImage },
      },
      ...['activator', 'autoscaler', 'controller', 'webhook'].flatMap((component) =>
        serviceScrape({ name: component, namespace, matchLabels: selectorOf(component), endpoints: [{ port: 'metrics' }] }, summary),
      ),
    ];
  },
  objects: { knativeServices: knativeServiceResources },
};

function namespaceOf({ namespace, podSecurity }: Config, summary: Summary): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        'pod-security.kubernetes.io/enforce': podSecurity,
        'pod-security.kubernetes.io/warn': podSecurity,
        ...meshLabels(namespace, summary),
      },
    },
  };
}

/** Ports of Knative's container in each pod of a service: HTTP/1, HTTP/2, its own state, and metrics. A user's own ports are not among them. */
const queuePorts = [8012, 8013, 8022, 9090, 9091];

/** Who talks to whom: gateways and activator to services, services' state to the autoscaler, and the API server to the webhooks. */
function isolation({ namespace }: Config, summary: Summary): Resource[] {
  const { isolation: isOn } = batteryCore.config.parse(storedConfig(summary, 'battery_core'));
  const { core, istio } = namespacesOf(summary);
  return [
    ...(isOn ? [denyIngress(namespace)] : []),
    allowIngress('knative-requests', namespace, {}, [
      { from: [namespacePeer(namespace), namespacePeer(istio)], ports: queuePorts },
      { from: [namespacePeer(core)], ports: [9090, 9091] },
    ]),
    allowIngress('autoscaler', namespace, selectorOf('autoscaler'), [{ from: [namespacePeer(namespace)], ports: [8080] }]),
    ...['webhook', 'net-gateway-api-webhook'].map((name) => allowIngress(name, namespace, selectorOf(name), [{ ports: [8443] }])),
  ];
}
