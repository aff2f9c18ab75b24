import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { type driftActions, healthStates, podPhases, resourceStates } from '../wire/agent.ts';
import type { PageRef } from '../wire/manifest.ts';
import { orgs } from './accounts.ts';
import { bytea, createdAt, id, instant, newId, tenantPolicies } from './columns.ts';
import { ofInstallation } from './installations.ts';

/** Content-addressed bytes of an org: resources and manifest pages. Immutable; gzip where `encoding` says so. */
export const blobs = pgTable(
  'blobs',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    sha256: text().notNull(),
    /** Size of the plain bytes. */
    bytes: integer().notNull(),
    encoding: text({ enum: ['identity', 'gzip'] }).notNull(),
    body: bytea().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.sha256] }), ...tenantPolicies('blobs')],
).enableRLS();

/** Upstream's CRDs and data files, ingested by digest, shared by all orgs; which battery of which catalog version lists them. */
export const upstreamBlobs = pgTable('upstream_blobs', {
  sha256: text().primaryKey(),
  bytes: integer().notNull(),
  encoding: text({ enum: ['identity', 'gzip'] }).notNull(),
  body: bytea().notNull(),
});
export const upstreamResources = pgTable(
  'upstream_resources',
  {
    catalogVersion: text().notNull(),
    battery: text().notNull(),
    key: text().notNull(),
    sha256: text()
      .notNull()
      .references(() => upstreamBlobs.sha256),
    bytes: integer().notNull(),
    standIn: text({ enum: ['true', 'false'] })
      .notNull()
      .default('false'),
  },
  (table) => [primaryKey({ columns: [table.catalogVersion, table.battery, table.key] })],
);

/** Trusted roots, shared by all installations: version N is `{N}.root.json`, byte for byte. */
export const tufRoots = pgTable('tuf_roots', {
  version: integer().primaryKey(),
  sha256: text().notNull(),
  body: text().notNull(),
  createdAt: createdAt(),
});

/** Signed files of an installation's TUF repository, immutable by path; the timestamp is kept by the room and mirrored here for audit clients. */
export const tufFiles = pgTable(
  'tuf_files',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    path: text().notNull(),
    sha256: text().notNull(),
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.installationId, table.path] }),
    ofInstallation(table),
    ...tenantPolicies('tuf_files'),
  ],
).enableRLS();

export const snapshots = pgTable(
  'snapshots',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('snapshot'),
    version: integer().notNull(),
    desiredRev: integer().notNull(),
    /** Version of the TUF metadata (snapshot and targets) that published it. */
    tufVersion: integer().notNull(),
    manifestSha256: text().notNull(),
    pages: jsonb().$type<PageRef[]>().notNull(),
    resourceCount: integer().notNull(),
    /** The catalog's Summary that it was made from (catalog/summary.ts). */
    summary: jsonb().$type<unknown>().notNull(),
    catalogVersion: text().notNull(),
    /** Batteries or objects that could not be rendered: `{ owner, battery, message }`. Their earlier entries stay listed. */
    failures: jsonb().$type<{ owner: string; battery: string; message: string }[]>().notNull().default([]),
    /** Added, changed and removed keys against the version before. */
    changes: jsonb().$type<{ added: number; changed: number; removed: number }>().notNull(),
    rollbackOf: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.installationId, table.version),
    ofInstallation(table),
    ...tenantPolicies('snapshots'),
  ],
).enableRLS();

/** Live status of each resource as the agent reported it last. */
export const resourceStatuses = pgTable(
  'resource_statuses',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    key: text().notNull(),
    group: text().notNull(),
    kind: text().notNull(),
    namespace: text(),
    name: text().notNull(),
    /** Owner id and battery type, from the manifest entry and the blob's labels. */
    owner: text(),
    battery: text(),
    sha256: text(),
    state: text({ enum: resourceStates }).notNull(),
    health: text({ enum: healthStates }).notNull(),
    message: text(),
    waitsFor: text(),
    conflicts: jsonb().$type<string[]>(),
    drift: jsonb().$type<{
      kind: 'changed' | 'foreign' | 'deleted';
      fields: string[];
      manager: string;
      at: string;
      action: (typeof driftActions)[number];
    }>(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.installationId, table.key] }),
    index().on(table.installationId, table.health, table.key),
    index().on(table.installationId, table.owner),
    ofInstallation(table),
    ...tenantPolicies('resource_statuses'),
  ],
).enableRLS();

/** Pods as the agent reported them last: of what was applied, and of what operators made of it. */
export const pods = pgTable(
  'pods',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    namespace: text().notNull(),
    name: text().notNull(),
    /** Ids of the battery or object, and the app, as the pod's labels say. */
    owner: text(),
    app: text(),
    phase: text({ enum: podPhases }).notNull(),
    ready: boolean().notNull(),
    restarts: integer().notNull(),
    node: text(),
    startedAt: instant(),
    message: text(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.installationId, table.namespace, table.name] }),
    index().on(table.installationId, table.owner),
    ofInstallation(table),
    ...tenantPolicies('pods'),
  ],
).enableRLS();

/** What the agent refused or noticed: tampered files, drift. Newest first, bounded by the sweep. */
export const agentEvents = pgTable(
  'agent_events',
  {
    orgId: id('org').notNull(),
    installationId: id('installation').notNull(),
    id: newId('auditEvent'),
    at: instant().notNull(),
    type: text({ enum: ['refusal', 'drift', 'held_removals', 'clone_suspected'] }).notNull(),
    key: text(),
    code: text(),
    detail: text().notNull(),
    count: bigint({ mode: 'number' }).notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    index().on(table.installationId, table.id),
    ofInstallation(table),
    ...tenantPolicies('agent_events'),
  ],
).enableRLS();
