import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { Container, checkContainers, EnvValues, Volume } from './container.ts';
import { ObjectName } from './fields.ts';

/** Keycloak realm: its name is part of URLs. */
export const RealmName = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and -, starting with a letter')
  // A client there would get the rights of Keycloak's own administrators.
  .refine((name) => name !== 'master', 'the realm "master" is for the administrators of Keycloak: choose another');

/** Containers that run while they are called and scale to zero (battery knative). */
export const KnativeService = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    /** True: reachable inside the cluster only. */
    internal: z.boolean().default(false).meta({ title: 'Internal only' }),
    /** How long traffic takes to move to a new revision; 0 moves it at once. */
    rolloutSeconds: z.number().int().min(0).max(86_400).default(600).meta({ title: 'Roll-out (seconds)', unit: 'seconds' }),
    minInstances: z.number().int().min(0).max(100).default(0).meta({ title: 'Instances at rest' }),
    maxInstances: z.number().int().min(1).max(1000).default(10).meta({ title: 'Instances at most' }),
    /** Port on which the first container answers HTTP; it finds it in the variable PORT. */
    port: z.number().int().min(1).max(65_535).default(8080).meta({ title: 'Port' }),
    ...computeSize,
    /** Sign-in by Keycloak before any request reaches the service (batteries keycloak and sso). */
    requireSignIn: z.boolean().default(false).meta({ title: 'Require sign-in' }),
    realm: RealmName.optional().meta({ title: 'Keycloak realm' }),
    containers: z.array(Container).min(1, 'at least one container').max(10).meta({ title: 'Containers' }),
    initContainers: z.array(Container).max(10).default([]).meta({ title: 'Init containers' }),
    env: EnvValues.default([]).meta({ title: 'Environment of all containers' }),
    volumes: z.array(Volume).max(50).default([]).meta({ title: 'Volumes' }),
  })
  .superRefine((service, check) => {
    const issue = (path: (string | number)[], message: string) => check.addIssue({ code: 'custom', path, message });
    checkSize(service, check.addIssue);
    checkContainers(service, issue);
    checkReserved(service, issue);
    if (service.minInstances > service.maxInstances)
      issue(['minInstances'], 'more instances at rest than at most: lower it or raise the other');
    if (service.requireSignIn && !service.realm) issue(['realm'], 'sign-in needs a realm: name the one whose people may come in');
    if (!service.requireSignIn && service.realm) issue(['realm'], 'only sign-in uses a realm: require sign-in or leave it empty');
    if (service.requireSignIn && service.internal)
      issue(['requireSignIn'], 'a sign-in needs an address that browsers reach: make the service public or take the sign-in away');
  });
export type KnativeService = z.output<typeof KnativeService>;

/** Ports of Knative's own container in the pod, and of the sign-in's (batteries/knative/sign-in.ts). */
const reservedPorts = [4180, 44_180, 8008, 8012, 8013, 8022, 8112, 9090, 9091];
const reservedContainers = ['queue-proxy', 'proxy'];
const reservedVariables = ['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'];
const reservedPaths = ['/', '/dev', '/dev/log', '/tmp', '/var', '/var/log'];

/** What Knative's webhook (1.23) refuses, said here before it is too late to change it, and what the sign-in takes for itself. */
function checkReserved(
  { port, containers, initContainers, env, volumes }: Pick<KnativeService, 'port' | 'containers' | 'initContainers' | 'env' | 'volumes'>,
  issue: (path: (string | number)[], message: string) => void,
): void {
  if (reservedPorts.includes(port)) issue(['port'], `Knative itself uses the port ${port} in the pod: choose another`);
  const variables = (values: { name: string }[], path: (string | number)[]) => {
    for (const [index, { name }] of values.entries())
      if (reservedVariables.includes(name)) issue([...path, index, 'name'], `Knative itself sets ${name}: choose another name`);
  };
  variables(env, ['env']);
  const mounted = new Set<string>();
  for (const [list, all] of Object.entries({ containers, initContainers }))
    for (const [at, container] of all.entries()) {
      if (reservedContainers.includes(container.name))
        issue([list, at, 'name'], `the name "${container.name}" is taken in each of Knative's pods: choose another`);
      variables(container.env, [list, at, 'env']);
      for (const [index, { volume, path }] of container.mounts.entries()) {
        mounted.add(volume);
        if (reservedPaths.includes(path.replace(/(?<=.)\/+$/, '')))
          issue([list, at, 'mounts', index, 'path'], `Knative allows no volume at ${path}: choose a folder below it`);
      }
    }
  for (const [index, { name }] of volumes.entries())
    if (!mounted.has(name)) issue(['volumes', index, 'name'], `no container mounts the volume "${name}": mount it or take it away`);
}
