import canonicalize from 'canonicalize';

const encoder = new TextEncoder();

/** RFC 8785 (JCS) text of a JSON value: the one form in which resources, pages and manifests are hashed and stored. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('this value has no canonical JSON form (undefined, a function or a symbol)');
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}
