import { FerretService, ferretPresets } from '@home-base/catalog/objects/ferret-service.ts';
import { defineForm, looseNumber, looseText, sizeShape } from './checked-form.ts';
import { startPreset } from './size-problem.ts';

export const ferretForm = defineForm({
  shape: { name: looseText, postgresCluster: looseText, instances: looseNumber, ...sizeShape },
  spec: FerretService,
  start: ({ size, choices, asked }) => ({
    // With one cluster there is nothing to choose.
    postgresCluster: asked.get('postgres') ?? (choices.postgresClusters.length === 1 ? choices.postgresClusters[0] : undefined),
    instances: 1,
    ...startPreset(ferretPresets, size, choices),
  }),
});
