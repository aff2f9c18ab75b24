import { z } from 'zod';
import { idSchema } from '../ids/id.ts';
import { driftPolicies } from '../kube/labels.ts';

/** What an installation is chosen by; the catalog derives batteries, sizes and defaults from them. */
export const usages = [
  'internal_dev',
  'internal_int_test',
  'internal_prod',
  'development',
  'production',
  'secure_production',
  'kitchen_sink',
] as const;
export type Usage = (typeof usages)[number];
export const providers = ['kind', 'aws', 'provided'] as const;
export type Provider = (typeof providers)[number];
export const sizes = ['tiny', 'small', 'medium', 'large', 'xlarge', 'huge'] as const;
export type Size = (typeof sizes)[number];

/** How an installation comes to another release of the catalog: `pinned` never, `stable` once it has proven itself, `early` as soon as it is there. */
export const channels = ['pinned', 'stable', 'early'] as const;

export const InstallationName = z
  .string()
  .min(1, 'a name is needed')
  .max(60, 'use at most 60 characters')
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'use lower-case letters, digits and -, starting with a letter and not ending with -');

export const CreateInstallation = z.strictObject({
  name: InstallationName.meta({ title: 'Name' }),
  usage: z.enum(usages).meta({ title: 'Usage' }),
  provider: z.enum(providers).meta({ title: 'Provider' }),
  size: z.enum(sizes).optional().meta({ title: 'Size', description: 'Absent: the size that suits provider and usage.' }),
});
export type CreateInstallation = z.output<typeof CreateInstallation>;

export const UpdateInstallation = z.strictObject({
  name: InstallationName.optional(),
  size: z.enum(sizes).optional(),
  driftPolicy: z.enum(driftPolicies).optional(),
  channel: z.enum(channels).optional(),
});
export type UpdateInstallation = z.output<typeof UpdateInstallation>;

/**
 * The settings that `UpdateInstallation` changes, as one word. `updatedAt` rises with every change to anything in the installation, so it says nothing
 * about these. No value has a slash in it.
 */
export function settingsOf({ name, size, driftPolicy, channel }: Record<keyof UpdateInstallation, string>): string {
  return [name, size, driftPolicy, channel].join('/');
}

export const UpdateInstallationQuery = z.object({
  ifSettings: z.string().max(200).optional().meta({
    description:
      'The settings that the change was made from, as `name/size/driftPolicy/channel`: refused with 412 when someone changed them since. Absent: overwrites.',
  }),
});

/** Deleting means: the agent removes everything from the cluster. The name is typed to confirm it. */
export const DeleteInstallation = z.strictObject({ confirm: z.string().meta({ description: 'The name of the installation.' }) });
export type DeleteInstallation = z.output<typeof DeleteInstallation>;

/** `deleting`: the agent is asked to remove everything; the installation goes when it reports an empty cluster. */
export const InstallationAgent = z.object({
  id: idSchema('agent'),
  version: z.string(),
  kubernetesVersion: z.string(),
  enrolledAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  phase: z.string().nullable(),
  followedVersion: z.number().int().nullable(),
  cloneSuspectedAt: z.iso.datetime().nullable(),
});
export const Installation = z.object({
  id: idSchema('installation'),
  name: z.string(),
  usage: z.enum(usages),
  provider: z.enum(providers),
  size: z.enum(sizes),
  driftPolicy: z.enum(driftPolicies),
  paused: z.boolean(),
  deleting: z.boolean(),
  catalogVersion: z.string(),
  channel: z.enum(channels),
  /** The newer release that its channel has (stable's, where it is pinned); null when there is none. It moves there in its upgrade window. */
  availableRelease: z.string().nullable(),
  desiredRev: z.number().int(),
  publishedRev: z.number().int(),
  publishedVersion: z.number().int(),
  publishFailure: z.object({ rev: z.number().int(), reason: z.string(), at: z.iso.datetime(), failures: z.number().int() }).nullable(),
  agent: InstallationAgent.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Installation = z.output<typeof Installation>;

/** The choices that were made for the user, each with its reason. */
export const DerivedDefaults = z.object({
  size: z.enum(sizes),
  sizeBecause: z.string(),
  batteries: z.array(z.object({ type: z.string(), name: z.string(), description: z.string(), because: z.string() })),
});
export type DerivedDefaults = z.output<typeof DerivedDefaults>;

export const CreatedInstallation = Installation.extend({ derived: DerivedDefaults });
export type CreatedInstallation = z.output<typeof CreatedInstallation>;

/** Token and command are shown once. */
export const EnrolmentToken = z.object({
  id: idSchema('enrolmentToken'),
  installationId: idSchema('installation'),
  token: z.string(),
  expiresAt: z.iso.datetime(),
  rootSha256: z.string(),
  /** The line to paste on a machine whose kubectl reaches the cluster as an administrator. */
  command: z.string(),
});
export type EnrolmentToken = z.output<typeof EnrolmentToken>;
