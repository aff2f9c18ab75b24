/** SQLSTATE of an error of Postgres, wherever Drizzle or the driver wrapped it. */
export function findSqlState(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++)
    if ('code' in current && typeof current.code === 'string' && /^[0-9A-Z]{5}$/.test(current.code)) return current.code;
  return undefined;
}

/** Name of the unique constraint that a write ran into, undefined for any other error. */
export function findUniqueViolation(error: unknown): string | undefined {
  if (findSqlState(error) !== '23505') return undefined;
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++)
    if ('constraint' in current && typeof current.constraint === 'string') return current.constraint;
  return '';
}

/** A text with U+0000, or with half a surrogate pair, which Postgres keeps nowhere (22021 in a text, 22P05 in a jsonb). */
export function isUnstorableText(error: unknown): boolean {
  const state = findSqlState(error);
  return state === '22021' || state === '22P05';
}

/** Serialization failure or deadlock: running the transaction again is the remedy. */
export function isConflict(error: unknown): boolean {
  const state = findSqlState(error);
  return state === '40001' || state === '40P01';
}

/** The server or the way to it is gone: shutdown (57P0x), connection exception (08xxx), too many connections (53300), or the driver's own words. */
export function isLostConnection(error: unknown): boolean {
  const state = findSqlState(error);
  if (state) return state.startsWith('57P') || state.startsWith('08') || state === '53300';
  for (let current: unknown = error, depth = 0; current !== undefined && depth < 5; depth++) {
    const text = current instanceof Error ? `${current.message} ${'code' in current ? String(current.code) : ''}` : String(current);
    if (
      /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|WebSocket|ErrorEvent|network connection was lost|closed before|not queryable/i.test(
        text,
      )
    )
      return true;
    current = current instanceof Error ? current.cause : undefined;
  }
  return false;
}
