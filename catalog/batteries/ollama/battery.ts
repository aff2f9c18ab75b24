import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const ollama = defineBattery({
  type: 'ollama',
  group: 'ai',
  needs: ['battery_core'],
  name: 'Ollama',
  description: 'Serves language models inside the cluster.',
  config: z.object({}),
});
