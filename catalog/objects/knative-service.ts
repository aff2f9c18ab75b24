import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { Container, checkContainers, EnvValue, Volume } from './container.ts';
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
    /** Port on which the first container answers HTTP. */
    port: z.number().int().min(1).max(65_535).default(8080).meta({ title: 'Port' }),
    ...computeSize,
    /** Sign-in by Keycloak before any request reaches the service (batteries keycloak and sso). */
    requireSignIn: z.boolean().default(false).meta({ title: 'Require sign-in' }),
    realm: RealmName.optional().meta({ title: 'Keycloak realm' }),
    containers: z.array(Container).min(1, 'at least one container').max(10).meta({ title: 'Containers' }),
    initContainers: z.array(Container).max(10).default([]).meta({ title: 'Init containers' }),
    env: z.array(EnvValue).max(200).default([]).meta({ title: 'Environment of all containers' }),
    volumes: z.array(Volume).max(50).default([]).meta({ title: 'Volumes' }),
  })
  .superRefine((service, check) => {
    const issue = (path: (string | number)[], message: string) => check.addIssue({ code: 'custom', path, message });
    checkSize(service, check.addIssue);
    checkContainers(service, issue);
    if (service.minInstances > service.maxInstances)
      issue(['minInstances'], 'more instances at rest than at most: lower it or raise the other');
    if (service.requireSignIn && !service.realm) issue(['realm'], 'sign-in needs a realm: name the one whose people may come in');
    if (!service.requireSignIn && service.realm) issue(['realm'], 'only sign-in uses a realm: require sign-in or leave it empty');
  });
export type KnativeService = z.output<typeof KnativeService>;
