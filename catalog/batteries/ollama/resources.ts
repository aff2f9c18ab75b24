import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { ollama } from './battery.ts';

export const ollamaResources: BatteryGenerator<ConfigOf<typeof ollama>> = {
  battery: () => [],
};
