import { batteryCaResources } from './batteries/battery_ca/resources.ts';
import { batteryCoreResources } from './batteries/battery_core/resources.ts';
import { certManagerResources } from './batteries/cert_manager/resources.ts';
import { cloudnativePgResources } from './batteries/cloudnative_pg/resources.ts';
import { gatewayApiResources } from './batteries/gateway_api/resources.ts';
import { metallbResources } from './batteries/metallb/resources.ts';
import { redisResources } from './batteries/redis/resources.ts';
import { traditionalServicesResources } from './batteries/traditional_services/resources.ts';
import type { BatteryGenerator, ConfigOf } from './define.ts';
import type { BatteryType, batteries } from './registry.ts';

/** The generator of every battery. Forgetting one is a compile error. */
export const generators = {
  battery_core: batteryCoreResources,
  gateway_api: gatewayApiResources,
  metallb: metallbResources,
  cert_manager: certManagerResources,
  battery_ca: batteryCaResources,
  cloudnative_pg: cloudnativePgResources,
  redis: redisResources,
  traditional_services: traditionalServicesResources,
} satisfies { [T in BatteryType]: BatteryGenerator<ConfigOf<(typeof batteries)[T]>> };
