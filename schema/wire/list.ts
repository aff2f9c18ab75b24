import { z } from 'zod';

/** Query of every list: `?limit=&cursor=`. The cursor is what the page before answered. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  // Opaque; a list by key holds a whole key in it.
  cursor: z.string().max(1200).optional(),
});
export type ListQuery = z.output<typeof ListQuery>;

/** What every list answers; `nextCursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export type List<T> = { items: T[]; nextCursor: string | null };
