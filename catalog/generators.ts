import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { z } from 'zod';
import { batteryCaResources } from './batteries/battery_ca/resources.ts';
import { batteryCoreResources } from './batteries/battery_core/resources.ts';
import { certManagerResources } from './batteries/cert_manager/resources.ts';
import { cloudnativePgResources } from './batteries/cloudnative_pg/resources.ts';
import { gatewayApiResources } from './batteries/gateway_api/resources.ts';
import { metallbResources } from './batteries/metallb/resources.ts';
import { redisResources } from './batteries/redis/resources.ts';
import { traditionalServicesResources } from './batteries/traditional_services/resources.ts';
import { type BatteryGenerator, type ObjectCollection, type ObjectOf, objectCollections } from './define.ts';
import { type BatteryType, batteries } from './registry.ts';
import type { Summary } from './summary.ts';

/** The generator of every battery, tied to its schema. Forgetting one, or tying it to another battery's schema, is a compile error. */
export const generators = {
  battery_core: tie(batteries.battery_core, batteryCoreResources),
  gateway_api: tie(batteries.gateway_api, gatewayApiResources),
  metallb: tie(batteries.metallb, metallbResources),
  cert_manager: tie(batteries.cert_manager, certManagerResources),
  battery_ca: tie(batteries.battery_ca, batteryCaResources),
  cloudnative_pg: tie(batteries.cloudnative_pg, cloudnativePgResources),
  redis: tie(batteries.redis, redisResources),
  traditional_services: tie(batteries.traditional_services, traditionalServicesResources),
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
      const config = battery.config.parse(stored);
      const lists: { [C in ObjectCollection]: ObjectOf[C][] } = summary;
      const ofCollection = <C extends ObjectCollection>(collection: C) => {
        const make = generator.objects?.[collection];
        return make ? lists[collection].map((object) => ({ id: object.id, make: () => make(object, config, summary) })) : [];
      };
      return { battery: () => generator.battery(config, summary), objects: collections.flatMap((collection) => ofCollection(collection)) };
    },
  };
}
