/** A copy for what is kept long: a small Buffer is a slice of Node's pool, of which it would hold 64 KiB back. */
export function outsidePool(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
