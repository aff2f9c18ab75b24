import { createHash } from 'node:crypto';

/** Lower-case hex sha256. node:crypto runs in Node and, with nodejs_compat, in workerd; it is synchronous, so pure code can call it. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
