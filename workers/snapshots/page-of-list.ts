import type { List } from '@home-base/schema/wire/list.ts';
import { Refusal } from '../refusal.ts';

export type ListInput = { limit?: number | undefined; cursor?: string | undefined };

const defaultLimit = 50;
const maxLimit = 200;

export function limitOf({ limit = defaultLimit }: ListInput): number {
  return Math.max(1, Math.min(maxLimit, limit));
}

/** The sort value that a cursor of a list by key or version stands for; opaque to callers. Refuses `invalid`. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith('after:'))
    throw new Refusal('invalid', 'The cursor is not one that this list gave out.', {
      issues: [{ path: 'cursor', message: 'not a cursor of this list' }],
    });
  return text.slice('after:'.length);
}

/** A page of a list that was asked for one row more than `limit`. */
export function pageOfList<T>(rows: T[], limit: number, sortValue: (row: T) => string): List<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: Buffer.from(`after:${sortValue(last)}`).toString('base64url') };
}
