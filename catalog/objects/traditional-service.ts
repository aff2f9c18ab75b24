import { z } from 'zod';
import { CpuMillis, gib, MemoryBytes, mib, ObjectName } from './fields.ts';

/** Image reference without a digest or with one: `registry/path:tag`, `path@sha256:…`. Grammar of the distribution reference, shortened. */
export const ImageReference = z
  .string()
  .max(512)
  .regex(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'expected an image such as nginx:1.29 or registry.example.com/team/app:v2',
  );

const EnvName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/, 'use letters, digits, _ . and -, not starting with a digit');
const AbsolutePath = z
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

export const Mount = z.object({ volume: ObjectName, path: AbsolutePath, readOnly: z.boolean().default(false) });

export const Container = z.object({
  name: ObjectName,
  image: ImageReference,
  command: z.array(z.string().max(4096)).max(100).default([]),
  args: z.array(z.string().max(4096)).max(100).default([]),
  env: z.array(EnvValue).max(200).default([]),
  mounts: z.array(Mount).max(50).default([]),
});

export const Volume = z.discriminatedUnion('type', [
  z.object({
    name: ObjectName,
    type: z.literal('empty_dir'),
    medium: z.enum(['default', 'memory']).default('default'),
    sizeBytes: MemoryBytes.optional(),
  }),
  z.object({ name: ObjectName, type: z.literal('config_map'), from: ObjectNameLong(), optional: z.boolean().default(false) }),
  z.object({ name: ObjectName, type: z.literal('secret'), from: ObjectNameLong(), optional: z.boolean().default(false) }),
]);

export const Port = z.object({
  name: z
    .string()
    .max(15, 'Kubernetes allows 15 characters for a port name')
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'use lower-case letters, digits and -'),
  number: z.number().int().min(1).max(65_535),
  protocol: z.enum(['http', 'http2', 'tcp']).default('http'),
});

export const Probe = z.object({
  path: AbsolutePath,
  port: z.number().int().min(1).max(65_535),
  initialDelaySeconds: z.number().int().min(0).max(3600).default(0),
});

/** A web service: long-running containers of the user's own (battery traditional_services). */
export const TraditionalService = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    kind: z.enum(['deployment', 'stateful_set']).default('deployment').meta({ title: 'Runs as' }),
    /** True: reachable inside the cluster only. */
    internal: z.boolean().default(false).meta({ title: 'Internal only' }),
    instances: z.number().int().min(0).max(100).default(1).meta({ title: 'Instances' }),
    additionalHosts: z
      .array(
        z
          .string()
          .max(253)
          .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'expected a host name such as app.example.com'),
      )
      .max(20)
      .default([])
      .meta({ title: 'Additional hosts' }),
    cpuRequestedMillis: CpuMillis.meta({ title: 'CPU requested' }),
    cpuLimitMillis: CpuMillis.meta({ title: 'CPU limit' }),
    memoryRequestedBytes: MemoryBytes.meta({ title: 'Memory requested' }),
    memoryLimitBytes: MemoryBytes.meta({ title: 'Memory limit' }),
    containers: z.array(Container).min(1, 'at least one container').max(10).meta({ title: 'Containers' }),
    initContainers: z.array(Container).max(10).default([]).meta({ title: 'Init containers' }),
    volumes: z.array(Volume).max(50).default([]).meta({ title: 'Volumes' }),
    ports: z.array(Port).max(20).default([]).meta({ title: 'Ports' }),
    readiness: Probe.optional().meta({ title: 'Readiness probe' }),
  })
  .superRefine((service, check) => {
    if (service.cpuLimitMillis < service.cpuRequestedMillis)
      check.addIssue({
        code: 'custom',
        path: ['cpuLimitMillis'],
        message: 'the CPU limit is below the CPU requested: raise it or lower the request',
      });
    if (service.memoryLimitBytes < service.memoryRequestedBytes)
      check.addIssue({
        code: 'custom',
        path: ['memoryLimitBytes'],
        message: 'the memory limit is below the memory requested: raise it or lower the request',
      });
    const volumes = new Set(service.volumes.map((volume) => volume.name));
    const all = [
      ...service.containers.map((container, index) => ({ container, path: ['containers', index] })),
      ...service.initContainers.map((container, index) => ({ container, path: ['initContainers', index] })),
    ];
    const names = new Set<string>();
    for (const { container, path } of all) {
      if (names.has(container.name))
        check.addIssue({ code: 'custom', path: [...path, 'name'], message: `two containers are named "${container.name}"` });
      names.add(container.name);
      container.mounts.forEach((mount, index) => {
        if (!volumes.has(mount.volume))
          check.addIssue({
            code: 'custom',
            path: [...path, 'mounts', index, 'volume'],
            message: `there is no volume named "${mount.volume}"`,
          });
      });
    }
    if (volumes.size !== service.volumes.length)
      check.addIssue({ code: 'custom', path: ['volumes'], message: 'two volumes have the same name' });
    for (const field of ['name', 'number'] as const)
      if (new Set(service.ports.map((port) => port[field])).size !== service.ports.length)
        check.addIssue({ code: 'custom', path: ['ports'], message: `two ports have the same ${field}` });
  });
export type TraditionalService = z.output<typeof TraditionalService>;

/** Presets of reference/catalog.md 3.6. */
export const traditionalPresets = {
  tiny: { cpuRequestedMillis: 500, cpuLimitMillis: 500, memoryRequestedBytes: 512 * mib, memoryLimitBytes: 512 * mib },
  small: { cpuRequestedMillis: 500, cpuLimitMillis: 2000, memoryRequestedBytes: gib, memoryLimitBytes: 4 * gib },
  medium: { cpuRequestedMillis: 4000, cpuLimitMillis: 4000, memoryRequestedBytes: 8 * gib, memoryLimitBytes: 8 * gib },
  large: { cpuRequestedMillis: 8000, cpuLimitMillis: 8000, memoryRequestedBytes: 16 * gib, memoryLimitBytes: 16 * gib },
  xlarge: { cpuRequestedMillis: 10_000, cpuLimitMillis: 10_000, memoryRequestedBytes: 32 * gib, memoryLimitBytes: 32 * gib },
  huge: { cpuRequestedMillis: 32_000, cpuLimitMillis: 32_000, memoryRequestedBytes: 256 * gib, memoryLimitBytes: 256 * gib },
} as const;
