import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const ollama = defineBattery({
  type: 'ollama',
  group: 'ai',
  needs: ['battery_core'],
  name: 'Ollama',
  description: 'Serves language models inside the cluster.',
  config: z.object({
    image: imageField('ollama', 'Image'),
    keepLoadedMinutes: z.number().int().min(1, 'at least a minute').max(10_080, 'at most a week').default(5).meta({
      title: 'Keep loaded (minutes)',
      description: 'How long a model stays in memory after its last request. The first request after that waits until it is loaded again.',
      unit: 'minutes',
    }),
    parallelRequests: z.number().int().min(1, 'at least 1').max(64, 'at most 64').default(1).meta({
      title: 'Requests at once',
      description: 'How many requests an instance answers at the same time. Each needs memory of its own for the context.',
    }),
  }),
});
