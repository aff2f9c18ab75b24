import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import type { ollama } from './battery.ts';
import { modelAccount, modelResources } from './model.ts';

export const ollamaResources: BatteryGenerator<ConfigOf<typeof ollama>> = {
  battery: (_config, summary) => [serviceAccount({ namespace: namespacesOf(summary).ai, name: modelAccount }, false)],
  objects: { models: modelResources },
};
