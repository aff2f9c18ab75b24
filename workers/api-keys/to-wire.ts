import type { apiKeys } from '@home-base/schema/db/tables.ts';
import { ApiKey } from '@home-base/schema/wire/orgs.ts';

/** A key without its hash. */
export function apiKeyToWire(row: typeof apiKeys.$inferSelect): ApiKey {
  return ApiKey.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  });
}
