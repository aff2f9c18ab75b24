import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, jsonb, pgPolicy, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Id } from '../ids/id.ts';
import { roleNames } from '../wire/orgs.ts';
import { appRole, createdAt, id, instant, newId, systemRole, tenantPolicies } from './columns.ts';

export const roles = roleNames;
export type Role = (typeof roles)[number];

/**
 * The four tables of better-auth 1.7 (its own names and columns). Only `withSystem` and better-auth's adapter read them, but for one thing:
 * inside an org the names and addresses of its members can be seen.
 */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    name: text().notNull(),
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  () => [
    // The sub-select is itself under the policy of members: it finds the bound org's rows only.
    pgPolicy('users_members', { for: 'select', to: appRole, using: sql`exists (select 1 from members where members.user_id = users.id)` }),
    pgPolicy('users_system', { for: 'all', to: systemRole, using: sql`true`, withCheck: sql`true` }),
  ],
).enableRLS();
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    token: text().notNull().unique(),
    expiresAt: instant().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
);
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: instant(),
    refreshTokenExpiresAt: instant(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
);
export const verifications = pgTable(
  'verifications',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.identifier)],
);

export const orgs = pgTable(
  'orgs',
  {
    orgId: newId('org').primaryKey(),
    name: text().notNull(),
    createdAt: createdAt(),
  },
  () => tenantPolicies('orgs'),
).enableRLS();

export const members = pgTable(
  'members',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    id: newId('member'),
    userId: id('user').notNull(),
    role: text({ enum: roles }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    unique().on(table.orgId, table.userId),
    foreignKey({ columns: [table.userId], foreignColumns: [users.id] }).onDelete('cascade'),
    index().on(table.userId),
    ...tenantPolicies('members'),
  ],
).enableRLS();

/** Offers of a membership, each bound to an address and a role. Open until accepted, revoked or expired. */
export const invitations = pgTable(
  'invitations',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    id: newId('invitation'),
    /** In lower case, as accounts have theirs. */
    email: text().notNull(),
    role: text({ enum: roles }).notNull(),
    /** sha256 of the token in the link, hex. The link is shown once. */
    hash: text().notNull().unique(),
    /** Whoever offers it has to be able to give the role still when it is accepted. */
    invitedBy: jsonb()
      .$type<{ type: 'user'; id: Id<'user'>; name: string } | { type: 'api_key'; id: Id<'apiKey'>; name: string }>()
      .notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.id] }), ...tenantPolicies('invitations')],
).enableRLS();

export const apiKeys = pgTable(
  'api_keys',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    id: newId('apiKey'),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    /** sha256 of the key, hex. The key itself (`hb_` + 43 characters) is shown once. */
    hash: text().notNull().unique(),
    /** First characters of the key, to recognise it by. */
    start: text().notNull(),
    createdBy: text().notNull(),
    /** The person behind it, also when a key made it: their leaving revokes it. */
    createdByUserId: id('user'),
    createdAt: createdAt(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.id] }), ...tenantPolicies('api_keys')],
).enableRLS();

export const auditEvents = pgTable(
  'audit_events',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    id: newId('auditEvent'),
    at: createdAt(),
    /** `{ type: 'user' | 'api_key' | 'agent' | 'system', id, name }` */
    actor: jsonb().$type<{ type: 'user' | 'api_key' | 'agent' | 'system'; id: string; name: string }>().notNull(),
    /** `{entity}.{verb}`, such as `battery.enable`. */
    action: text().notNull(),
    targetId: text(),
    installationId: id('installation'),
    /** Changed fields only; secrets never get here. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    requestId: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.id] }),
    index().on(table.orgId, table.installationId, table.id),
    ...tenantPolicies('audit_events'),
  ],
).enableRLS();

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    orgId: id('org')
      .notNull()
      .references(() => orgs.orgId, { onDelete: 'cascade' }),
    key: text().notNull(),
    /** sha256 over actor, method, path and body: the same key with another request is refused. */
    fingerprint: text().notNull(),
    status: text(),
    body: text(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.key] }), ...tenantPolicies('idempotency_keys')],
).enableRLS();
