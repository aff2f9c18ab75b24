import { invitations } from '@home-base/schema/db/tables.ts';
import type { Invitation } from '@home-base/schema/wire/orgs.ts';
import { and, gt, isNull } from 'drizzle-orm';

/** Neither accepted nor revoked nor expired. Added to the org or the hash, which every query names. */
export function isOpen(now: Date) {
  return and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now));
}

/** An invitation without its hash. */
export function invitationToWire(row: typeof invitations.$inferSelect): Invitation {
  const { id, email, role, invitedBy, createdAt, expiresAt } = row;
  return { id, email, role, invitedBy: invitedBy.name, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
