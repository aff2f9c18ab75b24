/** Reading JSON that somebody else wrote: every step may miss, nothing throws. */
export type JsonObject = { [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const step of path) {
    if (!isObject(at)) return undefined;
    at = at[step];
  }
  return at;
}

export function digObject(value: unknown, ...path: string[]): JsonObject {
  const found = dig(value, ...path);
  return isObject(found) ? found : {};
}

export function digList(value: unknown, ...path: string[]): JsonObject[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function digText(value: unknown, ...path: string[]): string {
  return textOf(dig(value, ...path));
}

/** A number at a path; undefined where there is none. */
export function digNumber(value: unknown, ...path: string[]): number | undefined {
  const found = dig(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
