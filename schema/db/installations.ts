import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { driftPolicies } from '../kube/labels.ts';
import type { Facts } from '../wire/agent.ts';
import { channels } from '../wire/installations.ts';
import { orgs } from './accounts.ts';
import { createdAt, id, instant, newId, tenantPolicies } from './columns.ts';

/** As in catalog/summary.ts; a row of before a fact existed lacks it. */
type SummaryFacts = {
  ingressAddresses: string[];
  defaultStorageClass?: string;
  readyIssuers: string[];
  backups: { name: string; namespace: string; cluster: string; id?: string | undefined }[];
};

export const installations = pgTable(
  'installations',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    id: newId('installation'),
    name: text().notNull(),
    usage: text().notNull(),
    provider: text().notNull(),
    size: text().notNull(),
    driftPolicy: text({ enum: driftPolicies }).notNull().default('revert'),
    paused: boolean().notNull().default(false),
    /** The agent may remove everything: set by a confirmed delete. */
    decommission: boolean().notNull().default(false),
    /** The release of the catalog that it is rendered with, and how it comes to another: `pinned` stays. */
    catalogVersion: text().notNull(),
    channel: text({ enum: channels }).notNull().default('stable'),
    /** Rises with every write that changes what should be. `publishedRev` follows; the sweep finds who lags. */
    desiredRev: integer().notNull().default(1),
    publishedRev: integer().notNull().default(0),
    publishedVersion: integer().notNull().default(0),
    failedRev: integer(),
    failedReason: text(),
    failedAt: instant(),
    failures: integer().notNull().default(0),
    /** Last facts of the agent, whole; and the part that the summary uses. */
    facts: jsonb().$type<Facts>(),
    summaryFacts: jsonb().$type<Partial<SummaryFacts>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.id),
    unique().on(table.orgId, table.name),
    ...tenantPolicies('installations'),
  ],
).enableRLS();

/** Foreign key of every table below an installation: it carries the org, so a row can never hang under a stranger's installation. */
export const ofInstallation = (table: { orgId: never; installationId: never } | Record<string, unknown>) => {
  const columns = table as unknown as { orgId: typeof installations.orgId; installationId: typeof installations.id };
  return foreignKey({ columns: [columns.orgId, columns.installationId], foreignColumns: [installations.orgId, installations.id] }).onDelete(
    'cascade',
  );
};

export const enrolmentTokens = pgTable(
  'enrolment_tokens',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('enrolmentToken'),
    /** sha256 of the token, hex. */
    hash: text().notNull().unique(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.id] }), ofInstallation(table), ...tenantPolicies('enrolment_tokens')],
).enableRLS();

export const agents = pgTable(
  'agents',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('agent'),
    /** Raw public keys, base64url. */
    signingKey: text().notNull(),
    sealingKey: text().notNull(),
    clusterUid: text().notNull(),
    version: text().notNull(),
    kubernetesVersion: text().notNull(),
    enrolledAt: createdAt(),
    revokedAt: instant(),
    lastSeenAt: instant(),
    /** Counter of the last accepted report. */
    counter: bigint({ mode: 'number' }).notNull().default(0),
    /** Set when a counter went back or was used twice: two agents hold one key. */
    cloneSuspectedAt: instant(),
    phase: text(),
    followedVersion: integer(),
    applied: jsonb().$type<{ version: number; startedAt: string; finishedAt: string; requests: number }>(),
    rssBytes: bigint({ mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.id),
    ofInstallation(table),
    index().on(table.installationId),
    ...tenantPolicies('agents'),
  ],
).enableRLS();

export const batteries = pgTable(
  'batteries',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('battery'),
    type: text().notNull(),
    config: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.orgId, table.installationId, table.type),
    ofInstallation(table),
    ...tenantPolicies('batteries'),
  ],
).enableRLS();

export const projects = pgTable(
  'projects',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('project'),
    name: text().notNull(),
    description: text().notNull().default(''),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.orgId, table.installationId, table.id),
    unique().on(table.orgId, table.installationId, table.name),
    ofInstallation(table),
    ...tenantPolicies('projects'),
  ],
).enableRLS();

/** A table of objects: what users create inside a battery. All have this one shape, and one type, so that one verb serves every kind. */
function objectTable(name: string, kind: ObjectIdKind) {
  return pgTable(
    name,
    {
      orgId: id('org').notNull(),
      installationId: id('installation').notNull(),
      id: newId<ObjectIdKind>(kind),
      /** The project it belongs to; a project with objects cannot be deleted. */
      projectId: id('project'),
      name: text().notNull(),
      /** The whole object as its zod schema in catalog/objects gives it, name included. */
      spec: jsonb().$type<Record<string, unknown>>().notNull(),
      createdAt: createdAt(),
      updatedAt: createdAt(),
    },
    (table) => [
      primaryKey({ columns: [table.orgId, table.id] }),
      unique().on(table.orgId, table.installationId, table.name),
      ofInstallation(table),
      foreignKey({
        columns: [table.orgId, table.installationId, table.projectId],
        foreignColumns: [projects.orgId, projects.installationId, projects.id],
        name: `${name}_project_fk`,
      }),
      ...tenantPolicies(name),
    ],
  ).enableRLS();
}

type ObjectIdKind =
  | 'postgresCluster'
  | 'redisInstance'
  | 'ferretService'
  | 'notebook'
  | 'model'
  | 'knativeService'
  | 'traditionalService'
  | 'ipAddressPool';

export const postgresClusters = objectTable('postgres_clusters', 'postgresCluster');
export const redisInstances = objectTable('redis_instances', 'redisInstance');
export const ferretServices = objectTable('ferret_services', 'ferretService');
export const notebooks = objectTable('notebooks', 'notebook');
export const models = objectTable('models', 'model');
export const knativeServices = objectTable('knative_services', 'knativeService');
export const traditionalServices = objectTable('traditional_services', 'traditionalService');
export const ipAddressPools = objectTable('ip_address_pools', 'ipAddressPool');

/** The table of each list of a summary (catalog/objects/object-kinds.ts). */
export const objectTables = {
  postgresClusters,
  redisInstances,
  ferretServices,
  notebooks,
  models,
  knativeServices,
  traditionalServices,
  ipAddressPools,
};

/** Resources whose removal a person confirmed; they go into the manifest's signed `removals` until the agent reports them gone. */
export const confirmedRemovals = pgTable(
  'confirmed_removals',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    key: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.installationId, table.key] }),
    ofInstallation(table),
    ...tenantPolicies('confirmed_removals'),
  ],
).enableRLS();
