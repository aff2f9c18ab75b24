import { auditEvents } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import type { Actor, Ctx } from './context.ts';
import type { OrgTx } from './db/with-org.ts';
import type { SystemTx } from './db/with-system.ts';

type Fields = Record<string, unknown>;
/** `action` is `{entity}.{verb}`; `before` and `after` are whole: `record` keeps the fields that changed. */
export type AuditEntry = {
  action: `${string}.${string}`;
  targetId?: string;
  installationId?: Id<'installation'>;
  before?: Fields;
  after?: Fields;
};

/** The audit row of a write, in the write's own transaction. In a system transaction the org must be named. */
export async function record(tx: OrgTx, ctx: Ctx, entry: AuditEntry): Promise<void>;
export async function record(tx: SystemTx, ctx: Ctx, entry: AuditEntry & { orgId: Id<'org'> }): Promise<void>;
export async function record(tx: OrgTx | SystemTx, ctx: Ctx, entry: AuditEntry & { orgId?: Id<'org'> }): Promise<void> {
  const orgId = entry.orgId ?? ('orgId' in tx ? tx.orgId : undefined);
  if (!orgId) throw new Error(`the audit entry ${entry.action} names no org`);
  const { before, after } = changedFields(entry.before, entry.after);
  await tx.insert(auditEvents).values({
    orgId,
    actor: auditActor(ctx.actor),
    action: entry.action,
    targetId: entry.targetId ?? null,
    installationId: entry.installationId ?? null,
    before: before ?? null,
    after: after ?? null,
    requestId: ctx.requestId,
  });
}

/** Top-level fields that differ, secrets struck out. A side that is absent stays absent. */
export function changedFields(
  before: Fields | undefined,
  after: Fields | undefined,
): { before: Fields | undefined; after: Fields | undefined } {
  const changed = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => !isEqual(before?.[field], after?.[field]),
  );
  const pick = (side: Fields | undefined) =>
    side && Object.fromEntries(changed.filter((field) => side[field] !== undefined).map((field) => [field, redact(field, side[field])]));
  return { before: pick(before), after: pick(after) };
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalText(plain(a)) === canonicalText(plain(b));
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const secretField = /^(password|secret|token|hash|key|privateKey|apiKey|accessToken|refreshToken)$/i;
const struckOut = '•••';

/** A secret by its name, or the literal value of an environment variable (`source: 'value'`), where people do put passwords. */
function redact(field: string, value: unknown): unknown {
  if (secretField.test(field) && typeof value === 'string') return struckOut;
  if (Array.isArray(value)) return value.map((item) => redact('', item));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const isEnvValue = 'source' in value && value.source === 'value';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isEnvValue && name === 'value' ? struckOut : redact(name, inner)]),
  );
}

function auditActor(actor: Actor): { type: 'user' | 'api_key' | 'agent' | 'system'; id: string; name: string } {
  switch (actor.type) {
    case 'user':
    case 'api_key':
      return { type: actor.type, id: actor.id, name: actor.name };
    case 'agent':
      return { type: 'agent', id: actor.id, name: 'agent' };
    case 'system':
      return { type: 'system', id: 'system', name: actor.reason };
    case 'anonymous':
      throw new Error('an anonymous actor wrote something: every write needs a name in the audit log');
  }
}
