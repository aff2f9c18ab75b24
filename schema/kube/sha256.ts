import { hash } from 'node:crypto';

/**
 * Lower-case hex sha256. node:crypto runs in Node and, with nodejs_compat, in workerd; it is synchronous, so pure code can call it. In one call: an object
 * for each digest lives on outside the JavaScript heap until the next collection, which was half of the agent's peak there.
 */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
