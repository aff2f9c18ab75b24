import type { Provider, Size, Usage } from './define.ts';
import { type BatteryType, batteryTypes, getBattery, withNeeds } from './registry.ts';

/** Batteries that an installation starts with (reference/catalog.md 1.5; D20: usages are honoured). */
const standard: readonly BatteryType[] = [
  'battery_core',
  'cloudnative_pg',
  'gateway_api',
  'istio',
  'istio_gateway',
  'stale_resource_cleaner',
];

const ofProvider: Record<Provider, readonly BatteryType[]> = {
  kind: ['metallb'],
  aws: ['battery_ca', 'aws_load_balancer_controller', 'karpenter'],
  provided: [],
};

const observed: readonly BatteryType[] = ['victoria_metrics', 'vm_agent', 'grafana', 'battery_ca', 'cloudnative_pg_barman'];
const production: readonly BatteryType[] = ['timeline', 'kube_monitoring', ...observed];

const ofUsage: Record<Exclude<Usage, 'internal_int_test' | 'kitchen_sink'>, readonly BatteryType[]> = {
  internal_dev: [],
  development: [],
  internal_prod: ['ferretdb', 'traditional_services', ...observed],
  production,
  secure_production: [...production, 'keycloak'],
};

/** Batteries of a new installation with all they need, dependencies first. */
export function defaultBatteries(usage: Usage, provider: Provider): BatteryType[] {
  return withNeeds(wanted(usage, provider)).filter(isAllowed(usage));
}

function wanted(usage: Usage, provider: Provider): readonly BatteryType[] {
  // The integration test is the same everywhere, so that its result does not depend on the provider.
  if (usage === 'internal_int_test') return ['battery_core', 'cloudnative_pg', 'gateway_api', 'istio_gateway', 'metallb'];
  if (usage === 'kitchen_sink') return batteryTypes.filter((type) => !unfitFor[provider].includes(type));
  return [...standard, ...ofProvider[provider], ...ofUsage[usage]];
}

const awsOnly: readonly BatteryType[] = ['aws_load_balancer_controller', 'karpenter'];
/** Batteries that the provider has no use for. */
export const unfitFor: Record<Provider, readonly BatteryType[]> = { kind: awsOnly, provided: awsOnly, aws: ['metallb'] };

function isAllowed(usage: Usage) {
  return (type: BatteryType) => getBattery(type).usages.includes(usage);
}

export type SizeChoice = { size: Size; because: string };

/** The size that suits a new installation, and why in one sentence (reference/catalog.md 1.5). */
export function defaultSize(provider: Provider, usage: Usage): SizeChoice {
  switch (provider) {
    case 'kind':
      return {
        size: 'tiny',
        because: 'A kind cluster shares one machine with everything else on it, so each database and service starts as small as it runs.',
      };
    case 'aws':
      return usage === 'development' || usage === 'internal_dev'
        ? { size: 'small', because: 'Development on AWS pays by the hour: small keeps room for real data without idle nodes.' }
        : {
            size: 'large',
            because: 'On AWS nodes follow demand, so this usage starts with room for load instead of being resized under it.',
          };
    case 'provided':
      return {
        size: 'medium',
        because: 'We do not know your nodes: medium fits machines with 8 CPUs and 32 GiB, and you can change it for each object.',
      };
  }
}
