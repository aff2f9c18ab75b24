import { findUuid, type Id, type IdKind } from '@home-base/schema/ids/id.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { Refusal } from '../refusal.ts';

/** Page of a list as a verb takes it: at most `maxLimit` rows, after the row that the cursor of the page before names. */
export type ListInput = { limit?: number | undefined; cursor?: string | undefined };

const defaultLimit = 50;
const maxLimit = 200;
const prefix = 'after:';

export function limitOf({ limit = defaultLimit }: ListInput): number {
  return Math.max(1, Math.min(maxLimit, limit));
}

/** The sort value that a cursor stands for, undefined for the first page; opaque to callers. Refuses `invalid`. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith(prefix)) throw notACursor();
  return text.slice(prefix.length);
}

/** The id after which a page of a list by id begins. Refuses a cursor that no list of this kind gave out. */
export function cursorId<K extends IdKind>(kind: K, cursor: string | undefined): Id<K> | undefined {
  const id = readCursor(cursor);
  if (id === undefined) return undefined;
  if (findUuid(kind, id) === undefined) throw notACursor();
  return id as Id<K>;
}

/** Rows that were read with `limit + 1` → a page. Without `sortValue` the list is one by id. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): List<T>;
export function toPage<T>(rows: T[], limit: number, sortValue: (row: T) => string): List<T>;
export function toPage<T extends { id?: string }>(
  rows: T[],
  limit: number,
  sortValue: (row: T) => string | undefined = ({ id }) => id,
): List<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: Buffer.from(`${prefix}${sortValue(last)}`).toString('base64url') };
}

function notACursor(): Refusal {
  return new Refusal('invalid', 'The cursor is not one of this list: leave it out to begin at the start.', {
    issues: [{ path: 'cursor', message: 'not a cursor of this list' }],
  });
}
