import { istioDashboard } from '../../dashboards/istio.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { istio } from './battery.ts';

export const istioResources: BatteryGenerator<ConfigOf<typeof istio>> = {
  battery: (_config, summary) => [...istioDashboard(summary)],
};
