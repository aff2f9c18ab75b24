/** A text that Postgres can keep: no half of a surrogate pair, no U+0000 (a container may print anything, a quote may end within a character). */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

/** A storable text of at most `most` characters. */
export function clipText(text: string, most: number): string {
  return storable(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}
