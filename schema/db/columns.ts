import { sql } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, timestamp } from 'drizzle-orm/pg-core';
import { type Id, type IdKind, toId, toUuid } from '../ids/id.ts';

/** Role of every tenant transaction: owns nothing, bypasses nothing, sees only the rows of `app.org_id`. */
export const appRole = pgRole('hb_app').existing();
/** Role of `withSystem`: sign-in, key lookup, cron. Sees all rows, owns nothing. */
export const systemRole = pgRole('hb_system').existing();

/** A uuid column that TypeScript sees as a prefixed TypeID. */
export function id<K extends IdKind>(kind: K, name?: string) {
  const column = customType<{ data: Id<K>; driverData: string }>({
    dataType: () => 'uuid',
    toDriver: (value) => toUuid(kind, value),
    fromDriver: (value) => toId(kind, value),
  });
  return name === undefined ? column() : column(name);
}

/** Primary key part that Postgres makes (UUIDv7, so ids sort by time). */
export function newId<K extends IdKind>(kind: K) {
  return id(kind).notNull().default(sql`uuidv7()`);
}

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array | string }>({
  dataType: () => 'bytea',
  fromDriver: (value) => (typeof value === 'string' ? hexBytes(value) : new Uint8Array(value)),
});

function hexBytes(text: string): Uint8Array {
  const hex = text.startsWith('\\x') ? text.slice(2) : text;
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  return bytes;
}

export const instant = (name?: string) =>
  name ? timestamp(name, { withTimezone: true, mode: 'date' }) : timestamp({ withTimezone: true, mode: 'date' });
export const createdAt = () => instant().notNull().defaultNow();

/** Every tenant table has these two policies; migrations add FORCE ROW LEVEL SECURITY (drizzle-kit does not). */
export const tenantPolicies = (table: string) => [
  pgPolicy(`${table}_tenant`, {
    for: 'all',
    to: appRole,
    // nullif: after a transaction that set it, the setting is '' and not NULL. The scalar sub-select is evaluated once a query.
    using: sql`org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)`,
    withCheck: sql`org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)`,
  }),
  pgPolicy(`${table}_system`, { for: 'all', to: systemRole, using: sql`true`, withCheck: sql`true` }),
];
