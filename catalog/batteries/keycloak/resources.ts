import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { keycloak } from './battery.ts';

export const keycloakResources: BatteryGenerator<ConfigOf<typeof keycloak>> = {
  battery: () => [],
};
