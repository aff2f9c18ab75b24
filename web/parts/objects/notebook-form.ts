import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { Notebook } from '@home-base/catalog/objects/notebook.ts';
import { z } from 'zod';
import { defineForm, looseBytes, looseText, sizeShape } from './checked-form.ts';
import { envRow, toEnv } from './container-form.ts';
import { startPreset } from './size-problem.ts';

export const notebookForm = defineForm({
  shape: {
    name: looseText,
    image: looseText,
    ...sizeShape,
    storageBytes: looseBytes,
    storageClass: looseText,
    nodeType: looseText,
    env: z.array(envRow),
  },
  spec: Notebook,
  toSpec: (form) => ({ ...form, env: form.env.map(toEnv) }),
  start: ({ size, choices }) => ({
    image: Notebook.shape.image.parse(undefined),
    nodeType: 'default',
    ...startPreset(storedPresets, size, choices),
  }),
});
