import { findUuid, type Id, type IdKind } from '@home-base/schema/ids/id.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { Refusal } from '../refusal.ts';

/** The id after which a page begins; undefined for the first page. Refuses a cursor that no list of this kind gave out. */
export function cursorId<K extends IdKind>(kind: K, cursor: string | undefined): Id<K> | undefined {
  if (cursor === undefined) return undefined;
  if (findUuid(kind, cursor) === undefined)
    throw new Refusal('invalid', 'The cursor is not one of this list: leave it out to begin at the start.', {
      issues: [{ path: 'cursor', message: 'not a cursor of this list' }],
    });
  return cursor as Id<K>;
}

/** Rows that were read with `limit + 1` → a page. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): List<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
