import type { Container, EnvValue, Volume } from '@home-base/catalog/objects/container.ts';
import { z } from 'zod';
import { flag, lines, looseBytes, looseText } from './checked-form.ts';

/** Rows of containers, variables and volumes as forms have them: all fields of every type at once; of a row only those of its type count. */
export const envRow = z.object({
  name: looseText,
  source: z.string().default('value'),
  value: looseText,
  from: looseText,
  key: looseText,
  optional: flag,
});
export const containerRow = z.object({
  name: looseText,
  image: looseText,
  command: looseText,
  args: looseText,
  env: z.array(envRow),
  mounts: z.array(z.object({ volume: looseText, path: looseText, readOnly: flag })),
});
export const volumeRow = z.object({
  name: looseText,
  type: z.string().default('empty_dir'),
  medium: looseText,
  sizeBytes: looseBytes,
  from: looseText,
  optional: flag,
  mode: looseText,
});

/** What every object made of containers has. */
export const containersShape = {
  containers: z.array(containerRow),
  initContainers: z.array(containerRow),
  env: z.array(envRow),
  volumes: z.array(volumeRow),
};
type Rows = z.output<z.ZodObject<typeof containersShape>>;

export function toContainers({ containers, initContainers, env, volumes }: Rows) {
  return {
    containers: containers.map(toContainer),
    initContainers: initContainers.map(toContainer),
    env: env.map(toEnv),
    volumes: volumes.map(toVolume),
  };
}

export function toEnv({ name, source, value, from, key, optional }: z.output<typeof envRow>) {
  return source === 'value' ? { name, source, value: value ?? '' } : { name, source, from, key, optional };
}

function toContainer({ command, args, env, ...rest }: z.output<typeof containerRow>) {
  return { ...rest, command: lines(command), args: lines(args), env: env.map(toEnv) };
}

function toVolume({ name, type, medium, sizeBytes, from, optional, mode }: z.output<typeof volumeRow>) {
  return type === 'empty_dir' ? { name, type, medium, sizeBytes } : { name, type, from, optional, mode };
}

type Containers = { containers: Container[]; initContainers: Container[]; env: EnvValue[]; volumes: Volume[] };

/** Stored containers as the form shows them. */
export function fillContainers({ containers, initContainers }: Pick<Containers, 'containers' | 'initContainers'>) {
  const fill = (each: Container) => ({ ...each, command: each.command.join('\n'), args: each.args.join('\n') });
  return { containers: containers.map(fill), initContainers: initContainers.map(fill) };
}

export const freshContainer = { name: '', image: '', command: '', args: '', env: [], mounts: [] };
