/** A text of at most `most` characters that Postgres can keep: no half of a surrogate pair, no U+0000 (a container may print anything). */
export function clipText(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.toWellFormed().replaceAll('\0', '');
}
