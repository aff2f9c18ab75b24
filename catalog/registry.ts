import { batteryCa } from './batteries/battery_ca/battery.ts';
import { batteryCore } from './batteries/battery_core/battery.ts';
import { certManager } from './batteries/cert_manager/battery.ts';
import { cloudnativePg } from './batteries/cloudnative_pg/battery.ts';
import { gatewayApi } from './batteries/gateway_api/battery.ts';
import { metallb } from './batteries/metallb/battery.ts';
import { redis } from './batteries/redis/battery.ts';
import { traditionalServices } from './batteries/traditional_services/battery.ts';
import type { Battery } from './define.ts';

/** Every battery, browser-safe. A line here makes the compiler ask for the battery's generator in generators.ts. */
export const batteries = {
  battery_core: batteryCore,
  gateway_api: gatewayApi,
  metallb,
  cert_manager: certManager,
  battery_ca: batteryCa,
  cloudnative_pg: cloudnativePg,
  redis,
  traditional_services: traditionalServices,
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
