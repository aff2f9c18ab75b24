import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { gatewayApi } from './battery.ts';

/** Only upstream's definitions (upstream.lock.json): this battery makes nothing of its own. */
export const gatewayApiResources: BatteryGenerator<ConfigOf<typeof gatewayApi>> = { battery: () => [] };
