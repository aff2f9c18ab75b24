import { awsLoadBalancerController } from './batteries/aws_load_balancer_controller/battery.ts';
import { batteryCa } from './batteries/battery_ca/battery.ts';
import { batteryCore } from './batteries/battery_core/battery.ts';
import { certManager } from './batteries/cert_manager/battery.ts';
import { cloudnativePg } from './batteries/cloudnative_pg/battery.ts';
import { cloudnativePgBarman } from './batteries/cloudnative_pg_barman/battery.ts';
import { ferretdb } from './batteries/ferretdb/battery.ts';
import { forgejo } from './batteries/forgejo/battery.ts';
import { gatewayApi } from './batteries/gateway_api/battery.ts';
import { grafana } from './batteries/grafana/battery.ts';
import { istio } from './batteries/istio/battery.ts';
import { istioCsr } from './batteries/istio_csr/battery.ts';
import { istioGateway } from './batteries/istio_gateway/battery.ts';
import { karpenter } from './batteries/karpenter/battery.ts';
import { keycloak } from './batteries/keycloak/battery.ts';
import { kiali } from './batteries/kiali/battery.ts';
import { knative } from './batteries/knative/battery.ts';
import { kubeMonitoring } from './batteries/kube_monitoring/battery.ts';
import { loki } from './batteries/loki/battery.ts';
import { metallb } from './batteries/metallb/battery.ts';
import { nodeFeatureDiscovery } from './batteries/node_feature_discovery/battery.ts';
import { notebooks } from './batteries/notebooks/battery.ts';
import { nvidiaDevicePlugin } from './batteries/nvidia_device_plugin/battery.ts';
import { ollama } from './batteries/ollama/battery.ts';
import { promtail } from './batteries/promtail/battery.ts';
import { redis } from './batteries/redis/battery.ts';
import { roboSre } from './batteries/robo_sre/battery.ts';
import { sso } from './batteries/sso/battery.ts';
import { staleResourceCleaner } from './batteries/stale_resource_cleaner/battery.ts';
import { timeline } from './batteries/timeline/battery.ts';
import { traditionalServices } from './batteries/traditional_services/battery.ts';
import { trivyOperator } from './batteries/trivy_operator/battery.ts';
import { trustManager } from './batteries/trust_manager/battery.ts';
import { victoriaMetrics } from './batteries/victoria_metrics/battery.ts';
import { vmAgent } from './batteries/vm_agent/battery.ts';
import type { Battery } from './define.ts';

/** Every battery, browser-safe. A line here makes the compiler ask for the battery's generator in generators.ts. */
export const batteries = {
  battery_core: batteryCore,
  gateway_api: gatewayApi,
  istio,
  istio_gateway: istioGateway,
  metallb,
  cert_manager: certManager,
  battery_ca: batteryCa,
  trust_manager: trustManager,
  istio_csr: istioCsr,
  cloudnative_pg: cloudnativePg,
  cloudnative_pg_barman: cloudnativePgBarman,
  ferretdb,
  redis,
  keycloak,
  sso,
  traditional_services: traditionalServices,
  knative,
  forgejo,
  notebooks,
  node_feature_discovery: nodeFeatureDiscovery,
  nvidia_device_plugin: nvidiaDevicePlugin,
  ollama,
  grafana,
  victoria_metrics: victoriaMetrics,
  vm_agent: vmAgent,
  kube_monitoring: kubeMonitoring,
  loki,
  promtail,
  kiali,
  trivy_operator: trivyOperator,
  robo_sre: roboSre,
  stale_resource_cleaner: staleResourceCleaner,
  timeline,
  karpenter,
  aws_load_balancer_controller: awsLoadBalancerController,
} satisfies { [T in string]: Battery<T> };

export type BatteryType = keyof typeof batteries;

export const batteryTypes = Object.keys(batteries).filter(isBatteryType);

export function isBatteryType(type: string): type is BatteryType {
  return Object.hasOwn(batteries, type);
}

export function findBattery(type: string): Battery | undefined {
  return isBatteryType(type) ? batteries[type] : undefined;
}

/** The battery of a type that the catalog has. Throws for another: parse at the door with `isBatteryType`. */
export function getBattery(type: string): Battery {
  const battery = findBattery(type);
  if (!battery) throw new Error(`the catalog has no battery "${type}": it has ${batteryTypes.join(', ')}`);
  return battery;
}

/** Everything that must be enabled before `type`, dependencies first, without `type` itself. */
export function needsOf(type: string): BatteryType[] {
  const found = new Set<BatteryType>();
  const visit = (of: string) => {
    for (const need of getBattery(of).needs) {
      if (!isBatteryType(need)) throw new Error(`battery "${of}" needs "${need}", which the catalog does not have`);
      if (found.has(need)) continue;
      visit(need);
      found.add(need);
    }
  };
  visit(type);
  return [...found];
}

/** Those of the enabled batteries that cannot be without `type`, in the order given. */
export function neededBy(type: string, enabled: Iterable<string>): BatteryType[] {
  return [...enabled].filter(isBatteryType).filter((other) => other !== type && needsOf(other).some((need) => need === type));
}

/** Types with all they need, dependencies first, each once. */
export function withNeeds(types: Iterable<string>): BatteryType[] {
  const found = new Set<BatteryType>();
  for (const type of types) {
    for (const need of needsOf(type)) found.add(need);
    if (isBatteryType(type)) found.add(type);
  }
  return [...found];
}
