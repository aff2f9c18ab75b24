import { defaultBatteries, defaultSize } from '@home-base/catalog/defaults.ts';
import { type BatteryType, getBattery, neededBy } from '@home-base/catalog/registry.ts';
import type { DerivedDefaults, Provider, Usage } from '@home-base/schema/wire/installations.ts';

/** What a new installation starts with and why, for the form that creates one. Pure. */
export function deriveDefaults(usage: Usage, provider: Provider): DerivedDefaults {
  const { size, because } = defaultSize(provider, usage);
  const types = defaultBatteries(usage, provider);
  return {
    size,
    sizeBecause: because,
    batteries: types.map((type) => {
      const { name, description } = getBattery(type);
      return { type, name, description, because: reason(type, types, usage, provider) };
    }),
  };
}

function reason(type: BatteryType, types: BatteryType[], usage: Usage, provider: Provider): string {
  const others = neededBy(type, types).map((other) => getBattery(other).name);
  if (others.length > 0) return `${others.join(', ')} ${others.length === 1 ? 'needs' : 'need'} it.`;
  return `It belongs to every installation for ${usage.replaceAll('_', ' ')} on ${provider}.`;
}
