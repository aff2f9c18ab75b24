import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import { z } from 'zod';
import { checkedForm, lines, looseBytes, looseNumber, looseText, sizeShape, words } from './checked-form.ts';

const flag = z.boolean().default(false);
const container = z.object({
  name: looseText,
  image: looseText,
  command: looseText,
  args: looseText,
  env: z.array(
    z.object({ name: looseText, source: z.string().default('value'), value: looseText, from: looseText, key: looseText, optional: flag }),
  ),
  mounts: z.array(z.object({ volume: looseText, path: looseText, readOnly: flag })),
});
const shape = {
  name: looseText,
  kind: looseText,
  internal: flag,
  instances: looseNumber,
  additionalHosts: looseText,
  ...sizeShape,
  containers: z.array(container),
  initContainers: z.array(container),
  volumes: z.array(
    z.object({
      name: looseText,
      type: z.string().default('empty_dir'),
      medium: looseText,
      sizeBytes: looseBytes,
      from: looseText,
      optional: flag,
    }),
  ),
  ports: z.array(z.object({ name: looseText, number: looseNumber, protocol: looseText })),
  readiness: z.object({ path: looseText, port: looseNumber, initialDelaySeconds: looseNumber }),
};
type Filled = z.output<z.ZodObject<typeof shape>>;
type Env = Filled['containers'][number]['env'][number];
type FormVolume = Filled['volumes'][number];

/** What the service's form sends → the object, unchecked: of a row with a kind only the fields of that kind count. */
export function toServiceSpec(form: Filled) {
  const { path, port } = form.readiness;
  return {
    ...form,
    additionalHosts: words(form.additionalHosts),
    containers: form.containers.map(toContainer),
    initContainers: form.initContainers.map(toContainer),
    volumes: form.volumes.map(toVolume),
    readiness: path === undefined && port === undefined ? undefined : form.readiness,
  };
}

function toContainer({ command, args, env, ...rest }: Filled['containers'][number]) {
  return { ...rest, command: lines(command), args: lines(args), env: env.map(toEnv) };
}

function toEnv({ name, source, value, from, key, optional }: Env) {
  return source === 'value' ? { name, source, value: value ?? '' } : { name, source, from, key, optional };
}

function toVolume({ name, type, medium, sizeBytes, from, optional }: FormVolume) {
  return type === 'empty_dir' ? { name, type, medium, sizeBytes } : { name, type, from, optional };
}

export const ServiceForm = checkedForm(shape, TraditionalService, toServiceSpec);

/** The checked object of a form that `ServiceForm` accepted. */
export function readServiceForm(form: Filled): TraditionalService {
  return TraditionalService.parse(toServiceSpec(form));
}

/** A stored service as the form shows it. */
export function fillServiceForm(service: TraditionalService) {
  const fill = (each: TraditionalService['containers'][number]) => ({
    ...each,
    command: each.command.join('\n'),
    args: each.args.join('\n'),
  });
  return {
    ...service,
    additionalHosts: service.additionalHosts.join('\n'),
    containers: service.containers.map(fill),
    initContainers: service.initContainers.map(fill),
  };
}
