import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { ferretdb } from './battery.ts';
import { ferretServiceResources } from './service.ts';

/** No operator: each service is a plain Deployment. */
export const ferretdbResources: BatteryGenerator<ConfigOf<typeof ferretdb>> = {
  battery: () => [],
  objects: { ferretServices: ferretServiceResources },
};
