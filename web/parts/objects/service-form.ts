import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import { z } from 'zod';
import { defineForm, flag, looseNumber, looseText, sizeShape, words } from './checked-form.ts';
import { containersShape, fillContainers, freshContainer, toContainers } from './container-form.ts';
import { startPreset } from './size-problem.ts';

export const serviceForm = defineForm({
  shape: {
    name: looseText,
    kind: looseText,
    internal: flag,
    instances: looseNumber,
    additionalHosts: looseText,
    ...sizeShape,
    ...containersShape,
    ports: z.array(z.object({ name: looseText, number: looseNumber, protocol: looseText })),
    readiness: z.object({ path: looseText, port: looseNumber, initialDelaySeconds: looseNumber }),
  },
  spec: TraditionalService,
  toSpec: (form) => ({
    ...form,
    ...toContainers(form),
    additionalHosts: words(form.additionalHosts),
    readiness: form.readiness.path === undefined && form.readiness.port === undefined ? undefined : form.readiness,
  }),
  fill: (service) => ({ ...service, ...fillContainers(service), additionalHosts: service.additionalHosts.join('\n') }),
  start: ({ size, choices }) => ({
    kind: 'deployment',
    instances: 1,
    containers: [{ ...freshContainer, name: 'web' }],
    ports: [{ name: 'http', number: '8080', protocol: 'http' }],
    ...startPreset(computePresets, size, choices),
  }),
});
