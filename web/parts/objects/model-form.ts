import { Model, modelPresets } from '@home-base/catalog/objects/model.ts';
import { defineForm, looseNumber, looseText, sizeShape } from './checked-form.ts';
import { modelProblem, startPreset } from './size-problem.ts';

export const modelForm = defineForm({
  shape: {
    name: looseText,
    model: looseText,
    instances: looseNumber,
    ...sizeShape,
    gpuCount: looseNumber,
    nodeType: looseText,
    storageClass: looseText,
  },
  spec: Model,
  // Without a GPU node there is no number to choose, and the form hides it.
  toSpec: (form) => ({ ...form, gpuCount: form.nodeType === 'default' ? 0 : form.gpuCount }),
  start: ({ size, choices }) => {
    const model = Model.shape.model.parse(undefined);
    return {
      model,
      instances: 1,
      gpuCount: 1,
      nodeType: 'default',
      ...startPreset(modelPresets, size, choices, (preset) => modelProblem(preset, model)),
    };
  },
});
