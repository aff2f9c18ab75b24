import type { Container, EnvValue, Volume } from '../objects/container.ts';
import type { Issue } from './issue.ts';

type Reader = { env: EnvValue[]; containers?: Container[]; initContainers?: Container[]; volumes?: Volume[] };

/**
 * Secrets in the same namespace that the platform made for itself: whose key a user's container could read, that one could stand in for the platform.
 * `isOwn` knows them by name.
 */
export function ownSecretIssues(
  { env, containers = [], initContainers = [], volumes = [] }: Reader,
  isOwn: (name: string) => boolean,
): Issue[] {
  const variables = (values: EnvValue[], path: string) =>
    values.flatMap((value, index) => (value.source === 'secret' && isOwn(value.from) ? [own(`${path}.${index}.from`, value.from)] : []));
  return [
    ...variables(env, 'env'),
    ...containers.flatMap((container, index) => variables(container.env, `containers.${index}.env`)),
    ...initContainers.flatMap((container, index) => variables(container.env, `initContainers.${index}.env`)),
    ...volumes.flatMap((volume, index) =>
      volume.type === 'secret' && isOwn(volume.from) ? [own(`volumes.${index}.from`, volume.from)] : [],
    ),
  ];
}

function own(path: string, name: string): Issue {
  return { path, message: `the Secret "${name}" is the platform's own: name one that you made` };
}
