import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { KnativeService } from '@home-base/catalog/objects/knative-service.ts';
import { defineForm, flag, looseNumber, looseText, sizeShape } from './checked-form.ts';
import { containersShape, fillContainers, freshContainer, toContainers } from './container-form.ts';
import { startPreset } from './size-problem.ts';

export const knativeForm = defineForm({
  shape: {
    name: looseText,
    internal: flag,
    rolloutSeconds: looseNumber,
    minInstances: looseNumber,
    maxInstances: looseNumber,
    port: looseNumber,
    ...sizeShape,
    requireSignIn: flag,
    realm: looseText,
    ...containersShape,
  },
  spec: KnativeService,
  // The realm is hidden while nobody has to sign in.
  toSpec: (form) => ({ ...form, ...toContainers(form), realm: form.requireSignIn ? form.realm : undefined }),
  fill: (service) => ({ ...service, ...fillContainers(service) }),
  start: ({ size, choices }) => ({
    rolloutSeconds: 600,
    minInstances: 0,
    maxInstances: 10,
    port: 8080,
    containers: [{ ...freshContainer, name: 'web' }],
    ...startPreset(computePresets, size, choices),
  }),
});
