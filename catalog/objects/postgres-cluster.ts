import { z } from 'zod';
import { BatteryNamespace } from '../parts/namespace-field.ts';
import { CpuMillis, gib, MemoryBytes, mib, ObjectName, SizeBytes } from './fields.ts';

export const postgresRoles = [
  'superuser',
  'createdb',
  'createrole',
  'login',
  'replication',
  'bypassrls',
  'inherit',
  'nosuperuser',
  'nocreatedb',
  'nocreaterole',
  'nologin',
  'noreplication',
  'nobypassrls',
  'noinherit',
] as const;

export const PostgresUser = z.object({
  username: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,62}$/, 'use lower-case letters, digits, _ and -, starting with a letter or _')
    .meta({ title: 'User name' }),
  roles: z.array(z.enum(postgresRoles)).max(postgresRoles.length).default(['login']).meta({ title: 'Roles' }),
  /** Namespaces beside the cluster's own that get a Secret with this user's credentials. */
  credentialNamespaces: z.array(BatteryNamespace).max(20).default([]).meta({ title: 'Credential namespaces' }),
  /** Raise it to have the agent make a new password. */
  passwordVersion: z.number().int().min(1).max(1_000_000).default(1).meta({ title: 'Password version' }),
});

/** What a user creates inside the battery cloudnative_pg. Limits are never below requests; storage only grows. */
export const PostgresCluster = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    type: z.enum(['standard', 'internal']).default('standard').meta({ title: 'Type' }),
    instances: z.number().int().min(1).max(10).default(1).meta({ title: 'Instances' }),
    storageBytes: SizeBytes.meta({ title: 'Storage' }),
    storageClass: z.string().min(1).max(253).optional().meta({ title: 'Storage class' }),
    cpuRequestedMillis: CpuMillis.meta({ title: 'CPU requested' }),
    cpuLimitMillis: CpuMillis.meta({ title: 'CPU limit' }),
    memoryRequestedBytes: MemoryBytes.meta({ title: 'Memory requested' }),
    memoryLimitBytes: MemoryBytes.meta({ title: 'Memory limit' }),
    database: z
      .object({ name: z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/), owner: z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/) })
      .meta({ title: 'Database' }),
    users: z.array(PostgresUser).min(1).max(100).meta({ title: 'Users' }),
  })
  .superRefine((cluster, check) => {
    if (cluster.cpuLimitMillis < cluster.cpuRequestedMillis)
      check.addIssue({
        code: 'custom',
        path: ['cpuLimitMillis'],
        message: 'the CPU limit is below the CPU requested: raise it or lower the request',
      });
    if (cluster.memoryLimitBytes < cluster.memoryRequestedBytes)
      check.addIssue({
        code: 'custom',
        path: ['memoryLimitBytes'],
        message: 'the memory limit is below the memory requested: raise it or lower the request',
      });
    const names = cluster.users.map((user) => user.username);
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index)
        check.addIssue({ code: 'custom', path: ['users', index, 'username'], message: `the user "${name}" is listed twice` });
      if (name === 'postgres')
        check.addIssue({
          code: 'custom',
          path: ['users', index, 'username'],
          message: '"postgres" is the superuser of the operator: choose another name',
        });
    });
    if (!names.includes(cluster.database.owner))
      check.addIssue({
        code: 'custom',
        path: ['database', 'owner'],
        message: `the owner "${cluster.database.owner}" is not among the users: add it or choose one of ${names.join(', ')}`,
      });
  });
export type PostgresCluster = z.output<typeof PostgresCluster>;

/** A user name as part of a Kubernetes name, which holds no underscore and neither begins nor ends with a dash. */
export function userInName(username: string): string {
  return username.replaceAll('_', '-').replace(/^-+|-+$/g, 'x');
}

/** Presets of reference/catalog.md 3.1. */
export const postgresPresets = {
  tiny: {
    storageBytes: 512 * mib,
    cpuRequestedMillis: 500,
    cpuLimitMillis: 500,
    memoryRequestedBytes: 512 * mib,
    memoryLimitBytes: 512 * mib,
  },
  small: { storageBytes: 16 * gib, cpuRequestedMillis: 500, cpuLimitMillis: 2000, memoryRequestedBytes: gib, memoryLimitBytes: 4 * gib },
  medium: {
    storageBytes: 64 * gib,
    cpuRequestedMillis: 4000,
    cpuLimitMillis: 4000,
    memoryRequestedBytes: 8 * gib,
    memoryLimitBytes: 8 * gib,
  },
  large: {
    storageBytes: 128 * gib,
    cpuRequestedMillis: 8000,
    cpuLimitMillis: 8000,
    memoryRequestedBytes: 16 * gib,
    memoryLimitBytes: 16 * gib,
  },
  xlarge: {
    storageBytes: 256 * gib,
    cpuRequestedMillis: 10_000,
    cpuLimitMillis: 10_000,
    memoryRequestedBytes: 32 * gib,
    memoryLimitBytes: 32 * gib,
  },
  huge: {
    storageBytes: 1024 * gib,
    cpuRequestedMillis: 32_000,
    cpuLimitMillis: 32_000,
    memoryRequestedBytes: 256 * gib,
    memoryLimitBytes: 256 * gib,
  },
} as const;
