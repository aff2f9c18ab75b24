import type { Container, EnvValue, Volume } from '../objects/container.ts';
import { byteQuantity } from './quantity.ts';

/** Environment of a user's container: what all containers share, then its own; of two with one name the container's own stays. */
export function renderEnv(shared: readonly EnvValue[], own: readonly EnvValue[]) {
  const names = new Set(own.map(({ name }) => name));
  const all = [...shared.filter(({ name }) => !names.has(name)), ...own];
  return all.length > 0 ? { env: all.map(envVar) } : {};
}

/** What a user's container runs, wherever that is; the rest is the battery's. `shared`: the environment of all containers of the object. */
export function renderContainer(container: Container, shared: readonly EnvValue[]) {
  return {
    name: container.name,
    image: container.image,
    ...(container.command.length > 0 && { command: container.command }),
    ...(container.args.length > 0 && { args: container.args }),
    ...renderEnv(shared, container.env),
  };
}

function envVar(env: EnvValue) {
  switch (env.source) {
    case 'value':
      return { name: env.name, value: env.value };
    case 'secret':
      return { name: env.name, valueFrom: { secretKeyRef: { name: env.from, key: env.key, optional: env.optional } } };
    case 'config_map':
      return { name: env.name, valueFrom: { configMapKeyRef: { name: env.from, key: env.key, optional: env.optional } } };
  }
}

/** A volume of a pod's spec. */
export function renderVolume(volume: Volume) {
  switch (volume.type) {
    case 'empty_dir':
      return {
        name: volume.name,
        emptyDir: {
          ...(volume.medium === 'memory' && { medium: 'Memory' }),
          ...(volume.sizeBytes !== undefined && { sizeLimit: byteQuantity(volume.sizeBytes) }),
        },
      };
    case 'config_map':
      return { name: volume.name, configMap: { name: volume.from, optional: volume.optional, ...fileMode(volume.mode) } };
    case 'secret':
      return { name: volume.name, secret: { secretName: volume.from, optional: volume.optional, ...fileMode(volume.mode) } };
  }
}

/** Octal text as the number that Kubernetes takes. */
function fileMode(mode: string | undefined) {
  return mode === undefined ? {} : { defaultMode: Number.parseInt(mode, 8) };
}

export function renderMounts({ mounts }: Container) {
  return mounts.length > 0
    ? { volumeMounts: mounts.map(({ volume, path, readOnly }) => ({ name: volume, mountPath: path, readOnly })) }
    : {};
}
