import { z } from 'zod';
import { MemoryBytes, ObjectName } from './fields.ts';

/** Image reference without a digest or with one: `registry/path:tag`, `path@sha256:…`. Grammar of the distribution reference, shortened. */
export const ImageReference = z
  .string()
  .max(512)
  .regex(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'expected an image such as nginx:1.29 or registry.example.com/team/app:v2',
  );

const EnvName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/, 'use letters, digits, _ . and -, not starting with a digit');
export const AbsolutePath = z
  .string()
  .max(1024)
  .regex(/^\/[^:]*$/, 'expected an absolute path without a colon');

export const EnvValue = z.discriminatedUnion('source', [
  z.object({ name: EnvName, source: z.literal('value'), value: z.string().max(32_768) }),
  z.object({
    name: EnvName,
    source: z.literal('secret'),
    from: ObjectNameLong(),
    key: z.string().min(1).max(253),
    optional: z.boolean().default(false),
  }),
  z.object({
    name: EnvName,
    source: z.literal('config_map'),
    from: ObjectNameLong(),
    key: z.string().min(1).max(253),
    optional: z.boolean().default(false),
  }),
]);

/** DNS subdomain: name of a Secret or ConfigMap that exists in the namespace. */
function ObjectNameLong() {
  return z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a Kubernetes object');
}

export type EnvValue = z.output<typeof EnvValue>;

/** Variables of a container or of all containers of a service. Two of one name would be two owners of one value. */
export const EnvValues = z
  .array(EnvValue)
  .max(200)
  .superRefine((values, check) => {
    for (const [index, { name }] of values.entries())
      if (values.findIndex((other) => other.name === name) !== index)
        check.addIssue({ code: 'custom', path: [index, 'name'], message: `two variables are named "${name}"` });
  });

export const Mount = z.object({ volume: ObjectName, path: AbsolutePath, readOnly: z.boolean().default(false) });

export const Container = z.object({
  name: ObjectName,
  image: ImageReference,
  command: z.array(z.string().max(4096)).max(100).default([]),
  args: z.array(z.string().max(4096)).max(100).default([]),
  env: EnvValues.default([]),
  mounts: z.array(Mount).max(50).default([]),
});
export type Container = z.output<typeof Container>;

/** Permissions of the files of a volume in octal, such as 0440. */
const FileMode = z.string().regex(/^0[0-7]{3}$/, 'expected permissions in octal such as 0440');

export const Volume = z.discriminatedUnion('type', [
  z.object({
    name: ObjectName,
    type: z.literal('empty_dir'),
    medium: z.enum(['default', 'memory']).default('default'),
    sizeBytes: MemoryBytes.optional(),
  }),
  z.object({
    name: ObjectName,
    type: z.literal('config_map'),
    from: ObjectNameLong(),
    optional: z.boolean().default(false),
    mode: FileMode.optional(),
  }),
  z.object({
    name: ObjectName,
    type: z.literal('secret'),
    from: ObjectNameLong(),
    optional: z.boolean().default(false),
    mode: FileMode.optional(),
  }),
]);
export type Volume = z.output<typeof Volume>;

export const Port = z.object({
  name: z
    .string()
    .max(15, 'Kubernetes allows 15 characters for a port name')
    .regex(/^[a-z](-?[a-z0-9])*$/, 'use lower-case letters, digits and single -'),
  number: z.number().int().min(1).max(65_535),
  protocol: z.enum(['http', 'http2', 'tcp']).default('http'),
});

export const Probe = z.object({
  path: AbsolutePath,
  port: z.number().int().min(1).max(65_535),
  initialDelaySeconds: z.number().int().min(0).max(3600).default(0),
});

/** Names that may not be double among containers and volumes, mounts at one path, and mounts that name no volume. */
export function checkContainers(
  { containers, initContainers, volumes }: { containers: Container[]; initContainers: Container[]; volumes: Volume[] },
  addIssue: (path: (string | number)[], message: string) => void,
): void {
  const known = new Set(volumes.map((volume) => volume.name));
  const all = [
    ...containers.map((container, index) => ({ container, path: ['containers', index] })),
    ...initContainers.map((container, index) => ({ container, path: ['initContainers', index] })),
  ];
  const names = new Set<string>();
  for (const { container, path } of all) {
    if (names.has(container.name)) addIssue([...path, 'name'], `two containers are named "${container.name}"`);
    names.add(container.name);
    container.mounts.forEach((mount, index) => {
      if (!known.has(mount.volume)) addIssue([...path, 'mounts', index, 'volume'], `there is no volume named "${mount.volume}"`);
      if (container.mounts.findIndex((other) => other.path === mount.path) !== index)
        addIssue([...path, 'mounts', index, 'path'], `two mounts are at ${mount.path}`);
    });
  }
  if (known.size !== volumes.length) addIssue(['volumes'], 'two volumes have the same name');
}
