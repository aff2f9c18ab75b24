import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { z } from 'zod';
import { awsLoadBalancerControllerResources } from './batteries/aws_load_balancer_controller/resources.ts';
import { batteryCaResources } from './batteries/battery_ca/resources.ts';
import { batteryCoreResources } from './batteries/battery_core/resources.ts';
import { certManagerResources } from './batteries/cert_manager/resources.ts';
import { cloudnativePgResources } from './batteries/cloudnative_pg/resources.ts';
import { cloudnativePgBarmanResources } from './batteries/cloudnative_pg_barman/resources.ts';
import { ferretdbResources } from './batteries/ferretdb/resources.ts';
import { forgejoResources } from './batteries/forgejo/resources.ts';
import { gatewayApiResources } from './batteries/gateway_api/resources.ts';
import { grafanaResources } from './batteries/grafana/resources.ts';
import { istioResources } from './batteries/istio/resources.ts';
import { istioCsrResources } from './batteries/istio_csr/resources.ts';
import { istioGatewayResources } from './batteries/istio_gateway/resources.ts';
import { karpenterResources } from './batteries/karpenter/resources.ts';
import { keycloakResources } from './batteries/keycloak/resources.ts';
import { kialiResources } from './batteries/kiali/resources.ts';
import { knativeResources } from './batteries/knative/resources.ts';
import { kubeMonitoringResources } from './batteries/kube_monitoring/resources.ts';
import { lokiResources } from './batteries/loki/resources.ts';
import { metallbResources } from './batteries/metallb/resources.ts';
import { nodeFeatureDiscoveryResources } from './batteries/node_feature_discovery/resources.ts';
import { notebooksResources } from './batteries/notebooks/resources.ts';
import { nvidiaDevicePluginResources } from './batteries/nvidia_device_plugin/resources.ts';
import { ollamaResources } from './batteries/ollama/resources.ts';
import { promtailResources } from './batteries/promtail/resources.ts';
import { redisResources } from './batteries/redis/resources.ts';
import { roboSreResources } from './batteries/robo_sre/resources.ts';
import { ssoResources } from './batteries/sso/resources.ts';
import { staleResourceCleanerResources } from './batteries/stale_resource_cleaner/resources.ts';
import { timelineResources } from './batteries/timeline/resources.ts';
import { traditionalServicesResources } from './batteries/traditional_services/resources.ts';
import { trivyOperatorResources } from './batteries/trivy_operator/resources.ts';
import { trustManagerResources } from './batteries/trust_manager/resources.ts';
import { victoriaMetricsResources } from './batteries/victoria_metrics/resources.ts';
import { vmAgentResources } from './batteries/vm_agent/resources.ts';
import type { BatteryGenerator } from './define.ts';
import { type ObjectCollection, objectCollections } from './objects/object-kinds.ts';
import { type BatteryType, batteries } from './registry.ts';
import { releaseImages } from './release-images.ts';
import type { ObjectLists, Summary } from './summary.ts';

/** The generator of every battery, tied to its schema. Forgetting one, or tying it to another battery's schema, is a compile error. */
export const generators = {
  battery_core: tie(batteries.battery_core, batteryCoreResources),
  gateway_api: tie(batteries.gateway_api, gatewayApiResources),
  istio: tie(batteries.istio, istioResources),
  istio_gateway: tie(batteries.istio_gateway, istioGatewayResources),
  metallb: tie(batteries.metallb, metallbResources),
  cert_manager: tie(batteries.cert_manager, certManagerResources),
  battery_ca: tie(batteries.battery_ca, batteryCaResources),
  trust_manager: tie(batteries.trust_manager, trustManagerResources),
  istio_csr: tie(batteries.istio_csr, istioCsrResources),
  cloudnative_pg: tie(batteries.cloudnative_pg, cloudnativePgResources),
  cloudnative_pg_barman: tie(batteries.cloudnative_pg_barman, cloudnativePgBarmanResources),
  ferretdb: tie(batteries.ferretdb, ferretdbResources),
  redis: tie(batteries.redis, redisResources),
  keycloak: tie(batteries.keycloak, keycloakResources),
  sso: tie(batteries.sso, ssoResources),
  traditional_services: tie(batteries.traditional_services, traditionalServicesResources),
  knative: tie(batteries.knative, knativeResources),
  forgejo: tie(batteries.forgejo, forgejoResources),
  notebooks: tie(batteries.notebooks, notebooksResources),
  node_feature_discovery: tie(batteries.node_feature_discovery, nodeFeatureDiscoveryResources),
  nvidia_device_plugin: tie(batteries.nvidia_device_plugin, nvidiaDevicePluginResources),
  ollama: tie(batteries.ollama, ollamaResources),
  grafana: tie(batteries.grafana, grafanaResources),
  victoria_metrics: tie(batteries.victoria_metrics, victoriaMetricsResources),
  vm_agent: tie(batteries.vm_agent, vmAgentResources),
  kube_monitoring: tie(batteries.kube_monitoring, kubeMonitoringResources),
  loki: tie(batteries.loki, lokiResources),
  promtail: tie(batteries.promtail, promtailResources),
  kiali: tie(batteries.kiali, kialiResources),
  trivy_operator: tie(batteries.trivy_operator, trivyOperatorResources),
  robo_sre: tie(batteries.robo_sre, roboSreResources),
  stale_resource_cleaner: tie(batteries.stale_resource_cleaner, staleResourceCleanerResources),
  timeline: tie(batteries.timeline, timelineResources),
  karpenter: tie(batteries.karpenter, karpenterResources),
  aws_load_balancer_controller: tie(batteries.aws_load_balancer_controller, awsLoadBalancerControllerResources),
} satisfies { [T in BatteryType]: TiedGenerator<T> };

export type TiedGenerator<T extends string = string> = {
  type: T;
  /** Lists of the summary whose objects this battery makes resources of. */
  collections: readonly ObjectCollection[];
  /** Parses the stored config; throws when it does not fit the schema. */
  prepare: (config: Record<string, unknown>, summary: Summary) => Prepared;
};

/** `battery` makes the battery's own resources, each of `objects` those of one user's object. */
export type Prepared = { battery: () => Resource[]; objects: { id: string; make: () => Resource[] }[] };

function tie<T extends string, Config>(
  battery: { type: T; config: z.ZodType<Config> },
  generator: BatteryGenerator<Config>,
): TiedGenerator<T> {
  const collections = objectCollections.filter((collection) => generator.objects?.[collection]);
  return {
    type: battery.type,
    collections,
    prepare: (stored, summary) => {
      const config = battery.config.parse({ ...releaseImages(battery.type, summary.catalogVersion), ...stored });
      const lists: ObjectLists = summary;
      const ofCollection = <C extends ObjectCollection>(collection: C) => {
        const make = generator.objects?.[collection];
        return make ? lists[collection].map((object) => ({ id: object.id, make: () => make(object, config, summary) })) : [];
      };
      return { battery: () => generator.battery(config, summary), objects: collections.flatMap((collection) => ofCollection(collection)) };
    },
  };
}
