import { z } from 'zod';
import { BatteryNamespace } from '../parts/namespace-field.ts';
import { checkSize, computeSize } from './compute-size.ts';
import { ObjectName, SizeBytes } from './fields.ts';

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
    ...computeSize,
    database: z
      .object({ name: z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/), owner: z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/) })
      .meta({ title: 'Database' }),
    users: z.array(PostgresUser).min(1).max(100).meta({ title: 'Users' }),
    /** The image has the DocumentDB extension, so that FerretDB services can use the cluster (docs/decisions/0007). Set when it is made. */
    documentdb: z.boolean().default(false).meta({ title: 'DocumentDB extension (for FerretDB)' }),
    /** To the object store of the battery cloudnative_pg_barman. */
    backups: z
      .object({
        enabled: z.boolean().default(false).meta({ title: 'Back up to the object store' }),
        /** Hour of the day, UTC. */
        hour: z.number().int().min(0).max(23).default(0).meta({ title: 'Daily at (hour, UTC)' }),
        retentionDays: z.number().int().min(1).max(3650).default(30).meta({ title: 'Keep for (days)' }),
      })
      .default({ enabled: false, hour: 0, retentionDays: 30 })
      .meta({ title: 'Backups' }),
    /** Name of a backup (facts.backups) that the cluster starts from instead of being empty. */
    restoreFrom: z
      .string()
      .max(253)
      .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a backup')
      .optional()
      .meta({ title: 'Restore from backup' }),
  })
  .superRefine((cluster, check) => {
    checkSize(cluster, check.addIssue);
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
